"""One SMPP session: aiosmpplib binds, keeps the line alive and reconnects; what we are told is on the disk before we say so.

Three inner methods of aiosmpplib 0.7.4 are our own (the version is pinned, the tests talk to two foreign SMSCs): it acknowledges
a message while parts of it are in memory only, reads no answer while one delivery is being kept, and hangs up at a status or
command that its lists do not have, which centres of every maker send.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from logging import NullHandler
from struct import unpack

import structlog
from aiosmpplib import ESME, AbstractBroker, AbstractCorrelator, AbstractHook, DeliverSm, PhoneNumber, SubmitSm
from aiosmpplib.protocol import DeliverSmResp, GenericNack, SmppMessage
from aiosmpplib.state import NPI, TON, PduHeader, SmppCommand, SmppCommandStatus, SmppSessionState

from hotline.core.smsparts import UCS2_CODING, Part
from hotline.notify.smpp.account import Account
from hotline.notify.smpp.pace import Patience

OK = 0
LONGEST_PDU = 1 << 17
ENQUIRE_EVERY, ANSWER_WITHIN = 30.0, 15.0  # seconds
_HEADER, _HAS_HEADER, _RECEIPT_PLEASE = 16, 0x40, 1
_IS_ANSWER = 0x80000000
_SUBMIT_ANSWER, _BIND_ANSWER, _NACK, _NO_SUCH_COMMAND = 0x80000004, 0x80000009, 0x80000000, 0x03
_ALREADY_BOUND = 0x05
_REFUSED = "refused"
_MOST_AT_ONCE = 64  # deliveries that are being kept while the next is read

log = structlog.get_logger(__name__)


class ConnectionGone(Exception):
    """The session ended before the centre answered: whether it took the part, nobody knows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the centre says to one part: its status (SMPP 3.4, 5.1.3; 0 is well) and, if it took it, its id."""

    status: int
    message_id: str = ""


class Session(ESME):
    """A session that hands each deliver_sm to `hear` and acknowledges it when that returns; `trouble` is told what went wrong."""

    def __init__(
        self, account: Account, hear: Callable[[bytes], Awaitable[None]], trouble: Callable[[str], None] = lambda _code: None
    ) -> None:
        """Take who we are and what to do with a deliver_sm."""
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._asked: dict[int, asyncio.Future[Answer]] = {}
        super().__init__(
            smsc_host=account.host,
            smsc_port=account.port,
            system_id=account.system_id,
            password=account.password,
            system_type=account.system_type,
            enquire_link_interval=ENQUIRE_EVERY,
            socket_timeout=ANSWER_WITHIN,
            log_handler=NullHandler(),  # its lines quote numbers and words of citizens
            hook=_Hook(self._asked, self._waiting),
            broker=_Nothing(),
            correlator=_Forgets(),
            retry_timer=Patience(),
        )
        self._account = account
        self._hear = hear
        self._trouble = trouble
        self._keeping: set[asyncio.Task[None]] = set()

    @property
    def is_up(self) -> bool:
        """Return whether we are bound."""
        return bool(self._session_state == SmppSessionState.BOUND_TRX)

    async def connect(self) -> None:
        """Connect and bind, and tell why that could not be done."""
        try:
            await super().connect()
        except TimeoutError:
            self._trouble("no_answer")
            raise
        except (OSError, EOFError, ValueError) as error:
            if str(error) != _REFUSED:
                self._trouble("unreachable")
            raise

    async def submit(self, part: Part, to: str) -> Answer:
        """Hand one part over. Raises ConnectionGone."""
        if not self.is_up:
            raise ConnectionGone
        message = SubmitSm(
            short_message="-",  # not sent: the octets are set below
            source=_address(self._account.source),
            destination=PhoneNumber(to.removeprefix("+"), TON.INTERNATIONAL, NPI.ISDN),
            esm_class=_HAS_HEADER if part.has_header else 0,
            registered_delivery=_RECEIPT_PLEASE,
            encoding="ucs2" if part.coding == UCS2_CODING else None,
            auto_message_payload=False,
        )
        message.set_encoded_message(part.octets)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked[id(message)] = answer
        try:
            await self._send_data(message)
            return await answer
        except (OSError, AssertionError) as error:
            raise ConnectionGone from error
        finally:
            self._asked.pop(id(message), None)
            self._waiting.pop(message.sequence_num, None)

    async def _receive_data(self) -> bytes | None:
        try:
            return await super()._receive_data()
        finally:
            if not self._is_shutting_down:
                self._trouble("ended")
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(ConnectionGone())
            self._waiting.clear()

    async def _get_pdu(self) -> tuple[bytes, PduHeader]:
        """Return the next PDU that aiosmpplib knows. Raises ConnectionError when what comes is no SMPP."""
        if self._reader is None:
            raise ConnectionError("no connection")
        while True:
            head = await self._reader.readexactly(_HEADER)
            length, command, status, sequence = unpack("!IIII", head)
            if not _HEADER <= length <= LONGEST_PDU:
                log.warning("no SMPP from the centre", length=length)
                raise ConnectionError("no SMPP")
            pdu = head + await self._reader.readexactly(length - _HEADER)
            if command == _BIND_ANSWER and status not in (OK, _ALREADY_BOUND):
                self._trouble(f"refused:{status:#04x}")  # most centres send no more than the head then
                raise ConnectionError(_REFUSED)
            try:
                return pdu, SmppMessage.parse_header(head)
            except ValueError:
                await self._answer_unknown(command, status, sequence)

    async def _answer_unknown(self, command: int, status: int, sequence: int) -> None:
        """Take a status of the maker's own as the refusal that it is; refuse a command that nobody knows."""
        log.info("unknown to SMPP 3.4", command=hex(command), status=hex(status))
        if command & _IS_ANSWER:
            self._answered(sequence, Answer(status))
        elif self.is_up:
            await self._send_data(GenericNack(sequence, SmppCommandStatus(_NO_SUCH_COMMAND)))

    async def _handle_response(self, pdu: bytes, header: PduHeader) -> SmppMessage | None:
        if header.smpp_command in (_SUBMIT_ANSWER, _NACK):
            said = pdu[_HEADER:].split(b"\0")[0].decode("ascii", "replace")
            self._answered(header.sequence_num, Answer(int(header.command_status), said))
        return None

    async def _handle_request(self, pdu: bytes, header: PduHeader) -> SmppMessage | None:
        if header.smpp_command != SmppCommand.DELIVER_SM:
            return await super()._handle_request(pdu, header)
        while len(self._keeping) >= _MOST_AT_ONCE:
            await asyncio.wait(self._keeping, return_when=asyncio.FIRST_COMPLETED)
        keeping = asyncio.create_task(self._keep(pdu, header.sequence_num))
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)
        return None

    async def _keep(self, pdu: bytes, sequence: int) -> None:
        """Keep a delivery, then say so; if it cannot be kept now, ask for it again. One isolation point for each delivery."""
        status = SmppCommandStatus.ESME_ROK
        try:
            await self._hear(pdu)
        except Exception as error:  # noqa: BLE001 - nothing a citizen sends ends the session
            log.error("delivery could not be kept", fault=type(error).__name__)
            status = SmppCommandStatus.ESME_RX_T_APPN
        try:
            if self.is_up:
                await self._send_data(DeliverSmResp(sequence, status))
        except (OSError, AssertionError):
            log.info("the centre went before it heard that we have its message")

    def _answered(self, sequence: int, answer: Answer) -> None:
        waiting = self._waiting.pop(sequence, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)


def _address(source: str) -> PhoneNumber:
    """Return our own address: a brand name, an international number, or a short one as the country knows it."""
    if not source.removeprefix("+").isdecimal():
        return PhoneNumber(source, TON.ALPHANUMERIC, NPI.UNKNOWN)
    if source.startswith("+"):
        return PhoneNumber(source[1:], TON.INTERNATIONAL, NPI.ISDN)
    return PhoneNumber(source, TON.UNKNOWN, NPI.UNKNOWN)


class _Hook(AbstractHook):
    """Learns the sequence number of a part just before it leaves."""

    def __init__(self, asked: dict[int, asyncio.Future[Answer]], waiting: dict[int, asyncio.Future[Answer]]) -> None:
        self._asked, self._waiting = asked, waiting

    async def sending(self, smpp_message: SmppMessage, pdu: bytes, client_id: str) -> None:  # noqa: ARG002
        answer = self._asked.pop(id(smpp_message), None)
        if answer is not None:
            self._waiting[smpp_message.sequence_num] = answer

    async def received(self, smpp_message: SmppMessage | None, pdu: bytes, client_id: str) -> None:
        pass

    async def send_error(self, smpp_message: SmppMessage, error: Exception, client_id: str) -> None:
        pass


class _Nothing(AbstractBroker):
    """The queue of aiosmpplib, which we do not use: ours is the outbox."""

    async def enqueue(self, message: SmppMessage) -> None:
        raise NotImplementedError

    async def dequeue(self) -> SmppMessage:
        never: asyncio.Future[SmppMessage] = asyncio.get_running_loop().create_future()
        return await never


class _Forgets(AbstractCorrelator):
    """The memory of aiosmpplib, which we do not use: ours is the database."""

    def get_cumulated_status(self, ref_num: int) -> int:  # noqa: ARG002
        return 0

    async def expired(self, smpp_message: SmppMessage) -> None:
        pass

    async def put(self, smpp_message: SmppMessage) -> None:
        pass

    async def put_delivery(self, smsc_message_id: str, submit_sm: SubmitSm) -> None:
        pass

    async def put_delivery_segmented(self, deliver_sm: DeliverSm) -> DeliverSm | None:
        return deliver_sm

    async def get(self, response: SmppMessage) -> SmppMessage | None:  # noqa: ARG002
        return None

    async def get_segmented(self, smpp_seq_num: int, remove: bool = False) -> tuple[None, int]:  # noqa: ARG002
        return None, 0

    async def get_delivery(self, receipt: DeliverSm) -> SubmitSm | None:  # noqa: ARG002
        return None
