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
"""What an array of a view holds: fields by their place on an axis, or one field."""


class View(types.Type):
    """The type of a view: arrays, what each holds, and the place in each, which is the same.

    Attributes:
        arrays: their types.
        fields: what each holds: fields by their place on the axis `across`, or one field on no axis of its own.
        axes: what the other axes are; the names of whole numbers that can be read as well.
    """

    def __init__(self, title: str, arrays: list[Any], fields: tuple[Fields, ...], axes: tuple[str, ...], across: int):
        self.arrays, self.fields, self.axes, self.across = arrays, fields, axes, across
        super().__init__(title)

    def kind(self, name: str) -> Any:
        """The type of a field, None where there is no such field: whole numbers are as long as they can be."""
        for array, held in zip(self.arrays, self.fields, strict=True):
            if name == held or (not isinstance(held, str) and name in held):
                return types.float64 if array.dtype is types.float64 else types.int64
        return types.int64 if name in self.axes else None


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
    places = [getattr(struct, axis) for axis in view.axes]
    for number, (kind, held) in enumerate(zip(view.arrays, view.fields, strict=True)):
        if not isinstance(held, str) and name in held:
            places.insert(view.across, context.get_constant(types.int64, held[name]))
        elif name != held:
            continue
        array = context.make_array(kind)(context, builder, getattr(struct, f"array{number}"))
        place = cgutils.get_item_pointer(context, builder, kind, array, places[: kind.ndim], wraparound=False)
        return kind.dtype, place
    raise AttributeError(f"{name} can be read, not written")


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


def _view(
    title: str,
    held: dict[str, Fields],
    axes: tuple[str, ...],
    owners: tuple[Any, ...],
    places: tuple[Any, ...],
    across: int = 0,
) -> Any:
    """The signature and the code of what makes a view: `held` of named tuples or arrays, at places.

    The names of `held` are fields of the first owner that has them; an owner that is an array bears any name.
    """
    found = []
    for name in held:
        number = next(n for n, owner in enumerate(owners) if name in getattr(owner, "fields", (name,)))
        found.append((number, owners[number].fields.index(name) if hasattr(owners[number], "fields") else -1))
    arrays = [owners[number] if place < 0 else owners[number].types[place] for number, place in found]
    view = View(title, arrays, tuple(held.values()), axes, across)

    def make(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        struct = cgutils.create_struct_proxy(view)(context, builder)
        for array, (number, place) in enumerate(found):
            owner = arguments[number]
            setattr(struct, f"array{array}", owner if place < 0 else builder.extract_value(owner, place))
        for axis, given, kind in zip(axes, arguments[len(owners) :], places, strict=True):
            setattr(struct, axis, context.cast(builder, given, kind, types.int64))
        return struct._getvalue()

    return view(*owners, *places), make


@intrinsic
def settings_at(typing_context: Any, P: Any, lane: Any) -> Any:
    """The parameters of a lane."""
    return _view("settings", {"P": vars(p)}, ("lane",), (P,), (lane,))


@intrinsic
def resident_at(typing_context: Any, st: Any, town: Any, number: Any, lane: Any) -> Any:
    """A resident in a lane."""
    held: dict[str, Fields] = {"R": vars(r), "primary": "primary", "resident_service": "home"}
    return _view("resident", held, ("number", "lane"), (st, town), (number, lane))


@intrinsic
def worker_at(typing_context: Any, st: Any, town: Any, number: Any, lane: Any) -> Any:
    """A worker in a lane."""
    held: dict[str, Fields] = {"W": vars(w), "worker_service": "unit"}
    return _view("worker", held, ("number", "lane"), (st, town), (number, lane))


@intrinsic
def manager_at(typing_context: Any, st: Any, number: Any, lane: Any) -> Any:
    """A manager in a lane."""
    return _view("manager", {"M": vars(m)}, ("number", "lane"), (st,), (number, lane))


@intrinsic
def service_at(typing_context: Any, st: Any, number: Any, lane: Any) -> Any:
    """A service in a lane."""
    return _view("service", {"S": vars(s)}, ("number", "lane"), (st,), (number, lane))


@intrinsic
def promise_at(typing_context: Any, st: Any, ring: Any, place: Any, lane: Any) -> Any:
    """A promise on a place of a ring."""
    return _view("promise", {"Q": vars(q), "N": vars(h)}, ("ring", "place", "lane"), (st,), (ring, place, lane), 2)


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
