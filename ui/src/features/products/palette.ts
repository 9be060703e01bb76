/** The colours a product's tile may have: those of the design, as the light theme draws them. */
export const palette = [
  { name: 'blue', colour: '#2f7fd6' },
  { name: 'orange', colour: '#c2571a' },
  { name: 'green', colour: '#2c8a57' },
  { name: 'purple', colour: '#a33f9b' },
  { name: 'yellow', colour: '#a67c00' },
  { name: 'teal', colour: '#16838c' },
  { name: 'red', colour: '#c43c57' },
  { name: 'violet', colour: '#5b5bd0' },
] as const;

export type ColourName = (typeof palette)[number]['name'] | 'none' | 'own';
