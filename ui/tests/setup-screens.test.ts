import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { TillError } from '$shared/ipc/client';
import { silent } from '$shared/sound/tones';
import { Session } from '$shared/state/session.svelte';
import App from '../src/app/App.svelte';
import { type FakeClient, fakeClient } from './support/client';
import { app } from './support/orders';

function open(fake: FakeClient) {
  const session = new Session(fake.client, silent);
  render(App, { session });
  return session;
}

const pem = '-----BEGIN PUBLIC KEY-----\nPAYBY\n-----END PUBLIC KEY-----';

async function wizardToPayBysKey(fake: FakeClient) {
  fake.state.app = app({ setup: 'needed', mode: null });
  const session = open(fake);
  await userEvent.click(await screen.findByTestId('connect-account'));
  expect(screen.getByTestId('setup-next')).toBeDisabled();
  await userEvent.click(screen.getByTestId('environment-uat'));
  await userEvent.type(screen.getByTestId('partner-id'), '200000012345');
  await userEvent.click(screen.getByTestId('setup-next'));
  expect(screen.getByTestId('setup-next')).toBeDisabled();
  await userEvent.click(screen.getByTestId('make-key'));
  expect(await screen.findByTestId('public-key')).toHaveTextContent('MINE');
  await userEvent.click(screen.getByTestId('setup-next'));
  await userEvent.click(screen.getByTestId('payby-key'));
  await userEvent.paste(pem);
  return session;
}

describe('the first start', () => {
  it('training needs one touch', async () => {
    const fake = fakeClient();
    fake.state.app = app({ setup: 'needed', mode: null });
    fake.client.setupTraining.mockImplementation(async () => {
      fake.state.app = app({ mode: 'training' });
    });
    open(fake);
    await userEvent.click(await screen.findByTestId('choose-training'));
    expect(await screen.findByTestId('amount-display')).toBeVisible();
    expect(screen.getByTestId('training-banner')).toBeVisible();
  });

  it('connects an account step by step, and tests it before the till opens', async () => {
    const fake = fakeClient();
    fake.client.setupAccount.mockImplementation(async () => {
      fake.state.app = app();
    });
    fake.client.testConnection.mockResolvedValue([{ code: 'connection', ok: true, detail: null }]);
    await wizardToPayBysKey(fake);
    await userEvent.click(screen.getByTestId('setup-next'));
    expect(fake.client.setupAccount).toHaveBeenCalledExactlyOnceWith({
      environment: 'uat',
      base_url: null,
      partner_id: '200000012345',
      payee_mid: null,
      payby_public_key: pem,
      passphrase: null,
    });
    // The core is ready, but the person is not done.
    await userEvent.click(await screen.findByTestId('test-connection'));
    expect(await screen.findByText('Everything works. You can take payments.')).toBeVisible();
    await userEvent.click(screen.getByTestId('open-till'));
    expect(await screen.findByTestId('amount-display')).toBeVisible();
  });

  it('says of each check that failed what to do', async () => {
    const fake = fakeClient();
    fake.client.testConnection.mockResolvedValue([
      { code: 'connection', ok: true, detail: null },
      { code: 'clock', ok: null, detail: 'No answer to compare with.' },
      { code: 'signature', ok: false, detail: 'INVALID_SIGN' },
    ]);
    await wizardToPayBysKey(fake);
    await userEvent.click(screen.getByTestId('setup-next'));
    await userEvent.click(await screen.findByTestId('test-connection'));
    const failed = await screen.findByTestId('check-signature');
    expect(failed).toHaveTextContent('Give PayBy the public key');
    expect(failed).toHaveTextContent('INVALID_SIGN');
    expect(screen.getByTestId('check-connection')).not.toHaveTextContent('Check the internet');
    expect(screen.getByTestId('check-clock')).toHaveTextContent('Could not be tried');
    expect(screen.getByTestId('open-till')).toHaveTextContent('anyway');
  });

  it('asks for a passphrase only when this computer keeps no keys, twice the same', async () => {
    const fake = fakeClient();
    fake.client.setupAccount.mockRejectedValueOnce(new TillError('passphrase_needed', 'No key store.'));
    await wizardToPayBysKey(fake);
    expect(screen.queryByTestId('passphrase')).toBeNull();
    await userEvent.click(screen.getByTestId('setup-next'));
    await userEvent.type(await screen.findByTestId('passphrase'), 'correct horse');
    await userEvent.type(screen.getByTestId('passphrase-again'), 'correct house');
    expect(screen.getByText('The two are not the same')).toBeVisible();
    expect(screen.getByTestId('setup-next')).toBeDisabled();
    await userEvent.clear(screen.getByTestId('passphrase-again'));
    await userEvent.type(screen.getByTestId('passphrase-again'), 'correct horse');
    await userEvent.click(screen.getByTestId('setup-next'));
    await waitFor(() =>
      expect(fake.client.setupAccount).toHaveBeenLastCalledWith(
        expect.objectContaining({ passphrase: 'correct horse' }),
      ),
    );
  });

  it('shows the core’s sentence about a wrong key and stays there', async () => {
    const fake = fakeClient();
    fake.client.setupAccount.mockRejectedValue(
      new TillError('wrong_half', 'This is a private key. Paste PayBy’s public key.'),
    );
    await wizardToPayBysKey(fake);
    await userEvent.click(screen.getByTestId('setup-next'));
    expect(await screen.findByTestId('setup-problem')).toHaveTextContent('This is a private key');
    expect(screen.getByTestId('payby-key')).toHaveValue(pem);
  });
});

describe('a locked till', () => {
  it('keeps a wrong passphrase out and forgets it', async () => {
    const fake = fakeClient();
    fake.state.app = app({ setup: 'locked' });
    fake.client.unlock.mockRejectedValueOnce(
      new TillError('wrong_passphrase', 'That is not the passphrase.'),
    );
    open(fake);
    await userEvent.type(await screen.findByTestId('passphrase'), 'wrong{Enter}');
    expect(await screen.findByText('That is not the passphrase.')).toBeVisible();
    expect(screen.getByTestId('passphrase')).toHaveValue('');

    fake.client.unlock.mockImplementation(async () => {
      fake.state.app = app();
    });
    await userEvent.type(screen.getByTestId('passphrase'), 'right{Enter}');
    expect(await screen.findByTestId('amount-display')).toBeVisible();
  });
});

describe('a till that cannot open its data', () => {
  it('says the core’s sentence, and no code but for support', async () => {
    const fake = fakeClient();
    fake.state.app = app({
      setup: 'failed',
      failure: {
        code: 'db_newer',
        message: 'This data was written by a newer Fils. Install it again.',
        action: null,
      },
    });
    open(fake);
    expect(await screen.findByText('This data was written by a newer Fils. Install it again.')).toBeVisible();
    expect(screen.getByTestId('start-failed')).toHaveTextContent('For support: \u2068db_newer\u2069');
  });
});
