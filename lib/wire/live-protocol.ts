/** WebSocket subprotocol of /api/live. */
export const liveProtocol = 'isotherm.v1';
