"""The commands of `desktop-dialer`, one module each. `cli.py` names them and picks one."""
