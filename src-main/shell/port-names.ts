/** The preload sends a port to the main process on this channel, and its other end to the page in this message. */
export const PORT_CHANNEL = 'console-bridge';
/** What the page posts to itself when it wants a connection: at its start, and when the last one was lost. */
export const PORT_WANTED = 'console-bridge-wanted';
