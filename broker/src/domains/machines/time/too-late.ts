/** More time is not sold any more when less than this is left: the lab has to be asked before the end. */
export const tooLateToExtendMs = 10_000;
