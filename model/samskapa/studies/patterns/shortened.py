"""Runs whose weeks were cut into parts, as if they had been measured once a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from samskapa.science.run import BY_SERVICE, OF_PERSON

if TYPE_CHECKING:
    import xarray

OF_THE_WEEK = ("invited", "attended", "came_before", "came_again")
"""Outcomes that count what happened this week; all others are states, or count from the start."""
IN_WEEKS = ("tenure",)
"""States of residents that are measured in weeks."""


def whole_weeks(data: xarray.Dataset, parts: int) -> xarray.Dataset:
    """Weeks put together from their parts: what happened is added, a state is that of the last part.

    Args:
        data: runs of weeks cut into `parts`; dimensions as `simulate` gives them.
        parts: how many parts a week has; it must divide the number of weeks.

    Returns:
        Outcomes and states by whole weeks, with status and seeds; summaries are left out, being measured otherwise.
    """
    last = data.drop_vars([name for name, values in data.data_vars.items() if "week" not in values.dims
                           and name != "status"]).isel(week=slice(parts - 1, None, parts))
    last = last.assign_coords(week=np.arange(last.sizes["week"]))
    for name, values in data.data_vars.items():
        if str(name).removesuffix(BY_SERVICE) in OF_THE_WEEK:
            pieces = [values.isel(week=slice(part, None, parts)).values for part in range(parts)]
            last[name] = last[name].copy(data=np.sum(pieces, axis=0))
        if str(name).removeprefix(OF_PERSON) in IN_WEEKS:
            last[name] = last[name] / parts
    return last
