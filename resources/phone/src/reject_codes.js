// The response to the PBX when the agent does not take a call.

/**
 * SIP codes by reason. 486 "busy here" makes the PBX play busy, or pass a queue's call to the next
 * agent. 603 would decline for every phone of the extension, and Asterisk treats it as
 * "unavailable". 480 "temporarily unavailable" would send callers to the voice mail of an absent
 * agent, although one who does not want to be disturbed is present.
 */
export const REJECT_CODES = { declined: 486, undisturbed: 486, "in a call": 486 };
