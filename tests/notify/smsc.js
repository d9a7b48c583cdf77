// An SMSC on this machine, around the npm package smpp. Told by lines of JSON on its input, it tells lines of JSON.
// {"set": {"delay": ms, "receipts": ["ACCEPTD", "DELIVRD"], "status": [0x58, ...] (for the next submits), "silent": bool}}
// {"deliver": {"from", "to", "text" | "octets" (hex), "coding", "esm"}}, {"receipt": {"id", "stat", "to"}}, {"raw": hex}, {"drop": true},
// {"reset": true}: as just started
const path = require("path");
const readline = require("readline");
const smpp = require(path.join(process.argv[2], "smpp"));
const state = { delay: 0, receipts: [], status: [], silent: false, quiet: false };
const sessions = new Set();
let count = 0;
let taken = 0;
const tell = (line) => process.stdout.write(JSON.stringify(line) + "\n");
const words = (id, stat) =>
  `id:${id} sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:${stat} err:000 text:`;
const receipt = (session, to, from, id, stat) =>
  session.deliver_sm({ source_addr: to, destination_addr: from, esm_class: 4, short_message: words(id, stat) }, (answer) =>
    tell({ event: "kept", receipt: id, stat, status: answer.command_status }));

const server = smpp.createServer((session) => {
  session.on("error", () => {});
  session.on("close", () => sessions.delete(session));
  const bind = (pdu) => {
    tell({ event: "bind", system_id: pdu.system_id, command: pdu.command });
    if (pdu.password !== process.argv[3]) return session.send(pdu.response({ command_status: 0x0e }));
    session.send(pdu.response());
    sessions.add(session);
  };
  session.on("bind_transceiver", bind);
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => { tell({ event: "unbind" }); session.send(pdu.response()); session.close(); });
  session.on("submit_sm", (pdu) => {
    if (state.silent) return;
    const status = state.status.length ? state.status.shift() : 0;
    const id = status ? "" : "m" + (++count);
    const udh = pdu.short_message.udh ? pdu.short_message.udh.map((one) => one.toString("hex")) : [];
    const at = Date.now();
    taken += 1;
    if (!state.quiet) tell({ event: "submit", id, status, at, to: pdu.destination_addr, from: pdu.source_addr, text: String(pdu.short_message.message), udh, coding: pdu.data_coding, esm: pdu.esm_class, receipt: pdu.registered_delivery });
    const answer = () => {
      session.send(status > 0xff ? Object.assign(pdu.response(), { command_status: status }) : pdu.response({ command_status: status, message_id: id }));
      if (!status) for (const stat of state.receipts) receipt(session, pdu.destination_addr, pdu.source_addr, id, stat);
    };
    if (state.delay) setTimeout(answer, state.delay); else answer();
  });
});

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const said = JSON.parse(line);
  const [session] = sessions;
  if (said.set) Object.assign(state, said.set);
  if (said.count) tell({ event: "count", taken });
  if (said.raw) session.socket.write(Buffer.from(said.raw, "hex"));
  if (said.receipt) receipt(session, said.receipt.to, "1022", said.receipt.id, said.receipt.stat);
  if (said.deliver) {
    const one = said.deliver;
    const short_message = one.octets ? Buffer.from(one.octets, "hex") : one.text;
    const pdu = { source_addr: one.from, destination_addr: one.to || "1022", esm_class: one.esm || 0, short_message };
    if (one.coding !== undefined) pdu.data_coding = one.coding;
    session.deliver_sm(pdu, (answer) => tell({ event: "kept", from: one.from, status: answer.command_status, command: answer.command }));
  }
  if (said.drop || said.reset) for (const one of sessions) one.socket.destroy();
  if (said.reset) {
    Object.assign(state, { delay: 0, receipts: [], status: [], silent: false, quiet: false });
    count = taken = 0;
  }
  tell({ event: "done" });
}).on("close", () => process.exit(0));

server.listen(Number(process.argv[4] || 0), "127.0.0.1", () => tell({ event: "listening", port: server.address().port }));
