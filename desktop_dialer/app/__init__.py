"""The running program: what joins the dialer, the desktop and the windows into one."""
