"""How the engine reads an act: a person, a promise, the settings of a lane, rules and draws, all by their names.

An act of `samskapa.science.acts` says `resident.trust` and `rules.hope(...)`. In the Mesa model these are an agent and
its rule book; here they are views, which exist while compiling only: what is left of `resident.trust` is to load
`R[r.trust, i, lane]`, and of `rules.comes(...)` to ask the switch and then to do the rule that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from numba import extending
from numba.core import cgutils, types
from numba.core.datamodel.models import StructModel
from numba.core.datamodel.registry import register_default
from numba.core.typing import templates

from samskapa.engine.machine.jit import inlined
from samskapa.engine.machine.layout import SWITCH_ORDER, h, m, p, q, r, s, w
from samskapa.science.chance import uniform
from samskapa.science.compile import OPTIONS, RULES
from samskapa.science.rules.choices import ROLES
from samskapa.science.switches import SWITCHES

AttributeTemplate: Any = templates.AttributeTemplate
intrinsic: Any = extending.intrinsic
overload_method: Any = extending.overload_method
Fields = Mapping[str, int] | str
"""What an array of a view holds: fields by their place on its first axis, or one field."""


class View(types.Type):
    """The type of a view: arrays and what they hold, and the place in each, which is the same, by axis."""

    def __init__(self, title: str, arrays: tuple[Any, ...], fields: tuple[Fields, ...], axes: tuple[str, ...]):
        self.arrays, self.fields, self.axes = arrays, fields, axes
        super().__init__(title)

    def find(self, name: str) -> tuple[int, list[int]] | None:
        """Which array holds a field, and the field's place on its first axis, if it has such an axis."""
        for number, held in enumerate(self.fields):
            if isinstance(held, str):
                if held == name:
                    return number, []
            elif name in held:
                return number, [held[name]]
        return None

    def kind(self, name: str) -> Any:
        """The type of a field, None where there is no such field: whole numbers are as long as they can be."""
        if name in self.axes:
            return types.int64
        found = self.find(name)
        if found is None:
            return None
        return types.float64 if self.arrays[found[0]].dtype is types.float64 else types.int64


@register_default(View)
class _ViewModel(StructModel):
    def __init__(self, manager: Any, view: View):
        arrays = [(f"array{number}", array) for number, array in enumerate(view.arrays)]
        super().__init__(manager, view, [*arrays, *((axis, types.int64) for axis in view.axes)])


@templates.infer_getattr
class _FieldOfView(AttributeTemplate):
    key = View

    def generic_resolve(self, view: View, name: str) -> Any:
        return view.kind(name)


def _pointer(context: Any, builder: Any, view: View, struct: Any, name: str) -> tuple[Any, Any]:
    found = view.find(name)
    assert found is not None, f"{name} can be read, not written"
    kind, first = view.arrays[found[0]], [context.get_constant(types.int64, place) for place in found[1]]
    array = context.make_array(kind)(context, builder, getattr(struct, f"array{found[0]}"))
    places = [*first, *(getattr(struct, axis) for axis in view.axes)][: kind.ndim]
    return kind.dtype, cgutils.get_item_pointer(context, builder, kind, array, places, wraparound=False)


@extending.lower_getattr_generic(View)
def _read(context: Any, builder: Any, view: View, value: Any, name: str) -> Any:
    struct = cgutils.create_struct_proxy(view)(context, builder, value=value)
    if name in view.axes:
        return getattr(struct, name)
    kind, pointer = _pointer(context, builder, view, struct, name)
    return context.cast(builder, context.unpack_value(builder, kind, pointer), kind, view.kind(name))


@extending.lower_setattr_generic(View)
def _write(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> None:
    struct = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
    kind, pointer = _pointer(context, builder, signature.args[0], struct, name)
    context.pack_value(builder, kind, context.cast(builder, arguments[1], signature.args[1], kind), pointer)


def viewing(title: str, *fields: Fields, axes: tuple[str, ...]) -> Any:
    """What makes a view inside a kernel, of a tuple of arrays, one for each of `fields`, and a tuple of places."""

    @intrinsic
    def view_of(typing_context: Any, arrays: Any, places: Any) -> Any:
        view = View(title, tuple(arrays), fields, axes)

        def make(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            struct = cgutils.create_struct_proxy(view)(context, builder)
            for number, array in enumerate(cgutils.unpack_tuple(builder, arguments[0])):
                setattr(struct, f"array{number}", array)
            for axis, place, kind in zip(axes, cgutils.unpack_tuple(builder, arguments[1]), places, strict=True):
                setattr(struct, axis, context.cast(builder, place, kind, types.int64))
            return struct._getvalue()

        return view(arrays, places), make

    return view_of


_settings_at = viewing("settings", vars(p), axes=("lane",))
_promise_at = viewing("promise", vars(q), vars(h), axes=("lane",))
_resident_at = viewing("resident", vars(r), "primary", "home", axes=("number", "lane"))
_worker_at = viewing("worker", vars(w), "unit", axes=("number", "lane"))
_manager_at = viewing("manager", vars(m), axes=("number", "lane"))
_service_at = viewing("service", vars(s), axes=("number", "lane"))


@inlined
def settings_at(P, lane):
    """The parameters of a lane."""
    return _settings_at((P,), (lane,))


@inlined
def promise_at(st, ring, place, lane):
    """A promise on a place of a ring."""
    return _promise_at((st.Q[ring, place], st.N[ring, place]), (lane,))


@inlined
def resident_at(st, town, i, lane):
    """A resident in a lane."""
    return _resident_at((st.R, town.primary, town.resident_service), (i, lane))


@inlined
def worker_at(st, town, j, lane):
    """A worker in a lane."""
    return _worker_at((st.W, town.worker_service), (j, lane))


@inlined
def manager_at(st, n, lane):
    """A manager in a lane."""
    return _manager_at((st.M,), (n, lane))


@inlined
def service_at(st, u, lane):
    """A service in a lane."""
    return _service_at((st.S,), (u, lane))


class Draws(NamedTuple):
    """The chance of a lane in a week: what the draws of the Mesa model are asked, this answers."""

    seed: int
    week: int
    resident_key: Any
    worker_key: Any


def _drawing(name: str, draw: Callable[..., Any]) -> None:
    @overload_method(types.NamedTuple, name, jit_options=OPTIONS, strict=False)
    def method(draws: Any, decision: Any, who: Any, whom: Any = 0) -> Any:
        return draw if draws.instance_class is Draws else None


def _of_other(draws, decision, who, whom=0):
    return uniform(draws.seed, decision, draws.week, who, whom)


def _of_resident(draws, decision, who, whom=0):
    return uniform(draws.seed, decision, draws.week, draws.resident_key[who], whom)


def _of_worker(draws, decision, who, whom=0):
    return uniform(draws.seed, decision, draws.week, draws.worker_key[who], whom)


_drawing("other", _of_other)
_drawing("resident", _of_resident)
_drawing("worker", _of_worker)


class Rules(types.Type):
    """The type of the rules under the switches of a block: every rule, and for every role the one to be chosen."""

    def __init__(self) -> None:
        super().__init__("Rules")


RULES_TYPE = Rules()
_NAMED = {name.rpartition(".")[2]: function for name, function in RULES.items()}


@register_default(Rules)
class _RulesModel(StructModel):
    def __init__(self, manager: Any, rules: Rules):
        super().__init__(manager, rules, [(name, types.int64) for name in SWITCH_ORDER])


@templates.infer_getattr
class _RuleByName(AttributeTemplate):
    key = Rules

    def generic_resolve(self, rules: Rules, name: str) -> Any:
        return None if name in ROLES or name not in _NAMED else self.context.resolve_value_type(_NAMED[name])


@extending.lower_getattr_generic(Rules)
def _rule(context: Any, builder: Any, rules: Rules, value: Any, name: str) -> Any:
    return context.get_dummy_value()


@intrinsic
def rules_under(typing_context: Any, switches: Any) -> Any:
    """The rules under switches: the numbers of their alternatives, in the order of `SWITCH_ORDER`."""

    def make(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(switches)(context, builder, arguments[0])
        struct = cgutils.create_struct_proxy(RULES_TYPE)(context, builder)
        for place, name in enumerate(SWITCH_ORDER):
            places = [context.get_constant(types.int64, place)]
            pointer = cgutils.get_item_pointer(context, builder, switches, array, places, wraparound=False)
            setattr(struct, name, builder.load(pointer))
        return struct._getvalue()

    return RULES_TYPE(switches), make


def _alternative_of(switch: str) -> Any:
    @intrinsic
    def alternative(typing_context: Any, rules: Any) -> Any:
        def take(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return getattr(cgutils.create_struct_proxy(RULES_TYPE)(context, builder, value=arguments[0]), switch)

        return types.int64(rules), take

    return alternative


def _choose(rules: list[Callable[..., Any]], number: int = 0) -> Any:
    """One function that does the rule of a number; where all from a number on are the same, nothing is asked."""
    this = rules[number]
    if all(rule is this for rule in rules[number:]):

        @inlined
        def last(choice, *arguments):
            return this(*arguments)

        return last
    others = _choose(rules, number + 1)

    @inlined
    def choose(choice, *arguments):
        if choice == number:
            return this(*arguments)
        return others(choice, *arguments)

    return choose


def _play(role: str) -> None:
    """Let a role be called by its name: its rules are numbered as `switches.py` lists the alternatives."""
    switch, rules = ROLES[role]
    alternative, choose = _alternative_of(switch), _choose([rules[name] for name in SWITCHES[switch].alternatives])

    def call(rules, *arguments):
        return choose(alternative(rules), *arguments)

    @overload_method(Rules, role, jit_options=OPTIONS, strict=False)
    def method(rules: Any, *arguments: Any) -> Any:
        return call


for _role in ROLES:
    _play(_role)
