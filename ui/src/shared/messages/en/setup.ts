import type { EnvironmentCode } from '../../ipc/client';
import { iso } from '../isolate';

/** The checks of “test the connection”, in the order they are made. */
const checks = {
  config: { title: 'The configuration is understood', fix: 'Put the lines right that are named here.' },
  mode: { title: 'The mode is known', fix: 'Set Fils up again.' },
  driver: { title: 'Nothing else drives this till', fix: 'Close the other Fils on this computer.' },
  folder: { title: 'The data can be kept', fix: 'Give Fils the right to write into its folder.' },
  database: { title: 'The books are whole', fix: 'Restore the last backup, or call whoever installed Fils.' },
  products: {
    title: 'The products can be read',
    fix: 'Restore the last backup, or import the products again.',
  },
  key: { title: 'Your key can be used', fix: 'Make a new key pair, or import the right file.' },
  connection: { title: 'PayBy answers', fix: 'Check the internet cable or Wi-Fi, and the shop’s firewall.' },
  clock: { title: 'The clock agrees with PayBy’s', fix: 'Set this computer’s date and time to automatic.' },
  account: { title: 'PayBy knows the account', fix: 'Compare the partner ID with PayBy’s portal.' },
  signature: {
    title: 'Signatures are accepted, both ways',
    fix: 'Give PayBy the public key of this till, and check PayBy’s public key. Until both fit, nothing can be proved.',
  },
} as const;

export const setup = {
  welcome: 'Welcome to Fils',
  welcomeLine: 'The checkout till for PayBy wallet payments. How do you want to start?',
  points: [
    'Works when the internet does not',
    'Every payment saved before it is sent',
    '“Paid” only ever on PayBy’s signed proof',
  ],
  trainingTitle: 'Try it in training mode',
  trainingLine: 'A practice PayBy runs inside Fils. Nothing to set up, no real money. You play the customer.',
  trainingAction: 'Start training',
  accountTitle: 'Connect a PayBy account',
  accountLine:
    'For taking real payments. You need your partner ID and PayBy’s public key. It takes ten minutes.',
  accountAction: 'Connect',
  stepOf: (n: number, of: number) => `Step ${n} of ${of}`,
  steps: { account: 'Account', key: 'Your key', payby: 'PayBy’s key', test: 'Test' },

  accountHeading: 'Which PayBy account?',
  environment: 'Environment',
  environments: {
    production: { title: 'Production', line: 'Real customers, real money' },
    uat: { title: 'Test (UAT)', line: 'PayBy’s own test system' },
    custom: { title: 'Another address', line: 'A PayBy that someone gave you the address of' },
  } satisfies Record<EnvironmentCode, { title: string; line: string }>,
  baseUrl: 'Address',
  baseUrlHint: 'Starts with https://',
  partnerId: 'Partner ID',
  partnerIdHint: 'The number PayBy gave your company, 12 digits or so.',
  payeeMid: 'Payee member ID',
  payeeMidHint: 'Only if PayBy told you that another member receives the money.',

  keyHeading: 'The key that signs for your shop',
  keyLine:
    'Fils signs every request. The private half stays on this computer and is never shown. PayBy gets the public half.',
  makeKey: 'Make a new key pair',
  makeKeyLine: 'Recommended. Takes a few seconds.',
  importKey: 'Use a key I have',
  importKeyLine: 'A PEM file, 2048 bits or more, without a password.',
  publicKey: 'Your public key',
  publicKeyLine:
    'Give this to PayBy: in the merchant portal, or by e-mail to your contact there. Then continue.',
  makingKey: 'Making the key…',

  paybyHeading: 'PayBy’s public key',
  paybyLine:
    'From PayBy’s merchant portal, for the environment you chose. Fils uses it to check that answers really come from PayBy.',
  paybyKey: 'Paste the key',
  paybyPlaceholder: '-----BEGIN PUBLIC KEY-----',

  passphraseHeading: 'A passphrase for the key',
  passphraseLine:
    'This computer has no key store, so Fils seals the key in a file. You will be asked for this passphrase at every start.',
  passphrase: 'Passphrase',
  passphraseAgain: 'Once more',
  passphraseDiffers: 'The two are not the same',
  passphraseShow: 'Show what I type',

  testHeading: 'Test the connection',
  testLine: 'Fils asks PayBy a harmless question and checks everything on the way. No money moves.',
  testRun: 'Test now',
  testAgain: 'Test again',
  testRunning: 'Asking PayBy…',
  testGood: 'Everything works. You can take payments.',
  testBad: 'Not ready yet. The first line in red says what to do.',
  testSkip: 'Open the till anyway',
  open: 'Open the till',
  checks,
  checkGood: 'Works',
  checkBad: 'Does not work',
  checkUntried: 'Could not be tried',

  lockedHeading: 'Fils is locked',
  lockedLine:
    'Enter the passphrase that seals this till’s key. Payments under way are taken up as soon as it is open.',
  unlock: 'Unlock',
  unreachable:
    'The window cannot reach the rest of Fils. Close Fils and start it again; payments under way are taken up.',
  failedHeading: 'Fils can’t open its data',
  failedLine: 'Nothing is lost. Put this right and try again.',
  failedCode: (code: string) => `For support: ${iso(code)}`,
} as const;
