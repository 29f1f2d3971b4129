// What a caller's PBX is answered when the agent does not take the call.

/**
 * By the reason, the SIP code. 486 "busy here" makes the PBX play busy, or send a queue's call to
 * the next agent. 603 speaks for every phone of the extension, and Asterisk takes it for
 * "unavailable". 480 "temporarily unavailable" would send callers to the voice mail of an absent
 * agent, while one who does not want to be disturbed is there.
 */
export const REJECT_CODES = { declined: 486, undisturbed: 486, "in a call": 486 };
