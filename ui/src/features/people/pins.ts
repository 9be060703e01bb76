/** How many digits a PIN has. The core has the word; the pad only knows when it is worth asking. */
export const shortest = 6;
export const longest = 12;
