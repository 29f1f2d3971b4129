"""The softphone: SIP over a WebSocket and WebRTC, in a phone process."""
