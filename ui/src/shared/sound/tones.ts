/** Sounds made on the spot: nothing to load, nothing to go missing. */
export interface Sounds {
  paid(): void;
  /** PayBy or the customer said no. */
  refused(): void;
  alert(): void;
  /** A scan that Fils knows what to do with. */
  scan(): void;
  /** A scan that means nothing here. */
  unknownScan(): void;
}

interface Note {
  readonly hertz: number;
  readonly at: number;
  readonly seconds: number;
}

const paidNotes: readonly Note[] = [
  { hertz: 659.25, at: 0, seconds: 0.16 },
  { hertz: 987.77, at: 0.12, seconds: 0.42 },
];

const alertNotes: readonly Note[] = [
  { hertz: 392, at: 0, seconds: 0.2 },
  { hertz: 311.13, at: 0.24, seconds: 0.2 },
  { hertz: 392, at: 0.48, seconds: 0.2 },
];

const refusedNotes: readonly Note[] = [
  { hertz: 440, at: 0, seconds: 0.18 },
  { hertz: 329.63, at: 0.16, seconds: 0.36 },
];

const scanNotes: readonly Note[] = [{ hertz: 1318.51, at: 0, seconds: 0.09 }];

const unknownScanNotes: readonly Note[] = [
  { hertz: 220, at: 0, seconds: 0.16 },
  { hertz: 220, at: 0.2, seconds: 0.24 },
];

export function webAudioSounds(): Sounds {
  let context: AudioContext | undefined;

  function play(notes: readonly Note[]): void {
    context ??= new AudioContext();
    const audio = context;
    // A context made before the first touch starts suspended.
    if (audio.state === 'suspended') {
      audio.resume().catch(() => undefined);
    }
    for (const note of notes) {
      const begin = audio.currentTime + note.at;
      const tone = audio.createOscillator();
      const level = audio.createGain();
      tone.type = 'triangle';
      tone.frequency.value = note.hertz;
      level.gain.setValueAtTime(0.0001, begin);
      level.gain.exponentialRampToValueAtTime(0.35, begin + 0.015);
      level.gain.exponentialRampToValueAtTime(0.0001, begin + note.seconds);
      tone.connect(level).connect(audio.destination);
      tone.start(begin);
      tone.stop(begin + note.seconds + 0.02);
    }
  }

  return {
    paid: () => play(paidNotes),
    refused: () => play(refusedNotes),
    alert: () => play(alertNotes),
    scan: () => play(scanNotes),
    unknownScan: () => play(unknownScanNotes),
  };
}

/** The same sounds, heard only while they are wanted. */
export function whileWanted(sounds: Sounds, wanted: () => boolean): Sounds {
  const gate = (sound: () => void) => () => {
    if (wanted()) {
      sound();
    }
  };
  return {
    paid: gate(() => sounds.paid()),
    refused: gate(() => sounds.refused()),
    alert: gate(() => sounds.alert()),
    scan: gate(() => sounds.scan()),
    unknownScan: gate(() => sounds.unknownScan()),
  };
}

export const silent: Sounds = {
  paid: () => undefined,
  refused: () => undefined,
  alert: () => undefined,
  scan: () => undefined,
  unknownScan: () => undefined,
};
