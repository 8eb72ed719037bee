/** Asks this process to end, as Ctrl-C would, when the launcher that started it is gone. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
