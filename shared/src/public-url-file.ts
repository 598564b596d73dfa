/** Below the data folder: `npm start` notes there at which address it serves, for commands that were told of none. */
export const publicUrlFile = 'public-url';
