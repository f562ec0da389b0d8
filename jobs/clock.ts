/** The only place where the time is read. Everything else is told. */
export const clock = (): Date => new Date();
