/** The file, in the data folder, by which a faulty thread asks to be ended at once. */
export const END_ME = 'end-me';
