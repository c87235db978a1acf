"""`python -m tests.bench [NAME…]`: the speed of the parts on this machine; without names, all of them."""

import importlib
import sys

NAMES = ("api", "blanks", "bodies", "corpus", "embedding", "injections", "jobs", "models", "ranking", "search")

if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        if name not in NAMES:
            sys.exit(f"There is no benchmark {name!r}; there are {', '.join(NAMES)}.")
        importlib.import_module(f"tests.bench.{name}").main()
