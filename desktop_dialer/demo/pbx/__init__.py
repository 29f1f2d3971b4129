"""The demo PBX's REST side: an HTTP server that keeps the documented rules of Click2Dial."""
