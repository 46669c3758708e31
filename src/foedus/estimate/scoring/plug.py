"""A model by name: a baseline, the game, or one's own ``module:function``, ``file.py:function``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from foedus.core.errors import UsageError, did_you_mean

from .baselines import BASELINES, Model, baseline
from .games import GAMES, forecaster
from .tasks import Task

if TYPE_CHECKING:
    from .game import Settings

__all__ = ["model"]


def model(name: str, task: Task, settings: Settings | None = None) -> Model:
    """Return a baseline, a model of the game, or a function of one's own.

    Parameters
    ----------
    name
        Name of a baseline or of one of `GAMES`, or ``module:function``; a module is looked for in
        the working folder first. Its code is run.
    task
        For the baselines and the game.
    settings
        For the game.

    Raises
    ------
    UsageError
        If there is no such thing.
    """
    where, mark, function = name.rpartition(":")
    if not mark:
        if name in BASELINES:
            return baseline(name, task)
        if name in GAMES:
            return forecaster(name, task, settings)
        named = (*BASELINES, *GAMES)
        fix = did_you_mean(name, named)
        fix = fix or f"write MODULE:FUNCTION, or choose {', '.join(named)}"
        raise UsageError(f"no model is called {name!r}", fix=fix)
    module = _from_file(Path(where)) if where.endswith(".py") else _module(where)
    found = getattr(module, function, None)
    if not callable(found):
        public = [n for n, v in vars(module).items() if callable(v) and not n.startswith("_")]
        raise UsageError(
            f"{where} has no function {function!r}", fix=did_you_mean(function, public)
        )
    chosen: Model = found
    return chosen


def _from_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageError("no such file", file=path)
    module = importlib.util.module_from_spec(spec)
    # Data classes of the file look their module up by its name.
    former = sys.modules.get(path.stem)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"raised {type(error).__name__}: {error}", file=path) from error
    finally:
        if former is not None:
            sys.modules[path.stem] = former
    return module


def _module(name: str) -> ModuleType:
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and name.split(".", maxsplit=1)[0] == error.name.split(".")[0]:
            raise UsageError(
                f"no module is called {name!r}",
                fix="run where it lies, or write path/to/file.py:function",
            ) from None
        raise UsageError(f"cannot be imported: {error}", field=name) from error
    except Exception as error:
        raise UsageError(f"raised {type(error).__name__}: {error}", field=name) from error
    finally:
        sys.path.remove(here)
