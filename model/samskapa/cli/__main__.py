"""`python -m samskapa.cli`, where the command itself is not on the path."""

from samskapa.cli import main

if __name__ == "__main__":
    main()
