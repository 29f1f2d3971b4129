"""The phone process: a hidden page with the WebRTC engine. Never imported by the app."""
