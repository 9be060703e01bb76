/** PayBy's limit for what a payment is for, in characters. The core refuses what is longer. */
export const descriptionMax = 64;
