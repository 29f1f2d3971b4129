"""The program's own line: SIP over a WebSocket and WebRTC, in a phone process."""
