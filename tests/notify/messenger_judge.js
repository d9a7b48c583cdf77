// What npm's @warriorteam/messenger-sdk says of our deliveries and would itself ask of the platform.
// Arguments: node_modules, base address. Standard input: {"message": …} or {"body": base64, "signature": …, "secret": …, "query": …}.
const [modules, base] = process.argv.slice(2);
const sdk = require(`${modules}/@warriorteam/messenger-sdk`);
let input = "";
process.stdin.on("data", (piece) => (input += piece));
process.stdin.on("end", async () => {
  const asked = JSON.parse(input);
  const told = {};
  if (asked.message) {
    const messenger = new sdk.Messenger({ accessToken: "page-token", version: "v23.0", baseUrl: base, maxRetries: 0 });
    told.answer = await messenger.send.message(asked.message).catch((error) => ({ error: error.message, code: error.code }));
  }
  if (asked.body) {
    const body = Buffer.from(asked.body, "base64");
    told.signature = await sdk.verifyWebhookSignature(body, asked.signature, asked.secret);
    const events = sdk.extractWebhookEvents(JSON.parse(body.toString("utf8")));
    told.events = events.map((event) => ({ kind: sdk.getWebhookEventType(event), sender: event.sender.id, text: event.message?.text }));
  }
  if (asked.query) told.challenge = sdk.verifyWebhookSubscription(asked.query, asked.secret);
  process.stdout.write(JSON.stringify(told));
});
