/** A program: importing it is running it. */
export {};
