/**
 * The words that may leave the log: those of the console's own sentences, and those in which SQLite, Node and V8 tell of faults. All
 * others stay out of a support bundle, because nobody can tell a name from a word by looking at it. Lower case on purpose, so that a name
 * that is also a word ("Page") goes too; see `scrubLog`.
 */
const words = `
a about above access add address after again against aggregate all allocation allow allowed already also always an and answer answered
answers any api are array as ask asked at audit away backup backups bad be because become becomes been before begin begins behind being
below between beyond body both bound boundary bridge browser buffer build busy but by bytes cache calendar call called calls came can
cannot case cases chain change changed changes check checkpoint child cipher class clean cleared clearing clearings click clock close
closed closes closing code column columns command commands communities community complete compute computed conflict connect connected
connection console constraint constructor content contract converting convert copy corrupt could count counterfactual crash crashed crashes
create created current cut cycle damaged data database day days deaths decision decisions deep defined delete deleted delivered demo
denied dependency details device did differ different disconnect disconnected disk dispatch do document does done down drain duplicate
during each early empty encrypted end ended ends engine entries entry environment error errors event events exceeded exceeds exchange
exist existing exists exit expected expired export exports extension extensible fail failed failing fails failure false fault fetch fetched
fetching few field file files final find finding first flight folder for foreign forever format found free from full function future gave
generation get gets give given gone grid group had handed handle handler has have heap held help here hour hours how hub id identifier idle
if image ignored illegal import imported imports in incomplete index initialization input insert inside instance integrity interface interrupted
into invalid io is it iterable iterator its itself journal json keep kept key keychain keyword keystore killed know known large last late
later launch launched left length level lexical limit limits line lines list listener live loaded load loading lock locked locking locks
log longer lost made main make malformed manual many market match max maximum me member members memory message method microseconds
migration migrations milliseconds minutes missing module monthly month more most move must name named navigation need needed needs network
never new newer next no node non not note nothing notice null number object observed of off offer offers offline old on once one only open
opened opening opens operation option options or order other others out outbox outcome outside own page page's pages paragraph parameter parse
parsed part pass passphrase path paused pending per performance period permission pid place plain plan point port possible prepared
pragma previous printed private problem process processes program progress promise properties property protection pull push query question
questions quick quit raise ran range read reading readings readonly ready realtime reason received recent record records recovery redirect
referenced refused refuses register reject rejected rejection rekey reload reloaded remember remove removed renderer replaced replay report
reports request requests required reset resource respond responds responsive restart restarted restarting restore restored result resync
results retry return returned revision role rollback rollup rollups round row rows rule rules run running runs safe same save saved
schedule schema screen scheduled scope second seconds section see send sending sent sequence server session sessions set sets settlement
settlements several shape short shown side sign signal signature simulation since size skip skipped slot slots slow so some soon space
stack stalled start started starting starts state statement still stop stopped stops storage stored stream string structure such support
suspend switch sync syntax system table tables take taken takes task tasks temporary terminated text than that the them then there these
they thing this those thread threads through throw thrown time timed timeout timer times to today token told too took total trade trades
transaction transform tried true try turn twice type typed unable unavailable unchanged undefined under unexpected unhandled unique
unit unknown unlock unlocked unreachable unresponsive unsupported until unused up update upkeep used user uses using utility valid value
values verified verify version view wait waited waiting waits wanted warning was way were what when whether which while who whole why
window windows with within without word work worker would write writer writing written wrong yet zero zone
insights ledger pricing stats sync privacy consents documents identity imports diagnostics security preferences health map
info warn error debug slowest snapshot incoming outgoing response status timestamp upgrade gpu
`;

/** Names that are written as they are: kinds of errors, systems, what the console is made of. */
const names = `
Commonwatt Console Electron Chromium Node SQLite SqliteError Error TypeError RangeError SyntaxError ReferenceError AggregateError
AbortError Failure ZodError DOMException Object Array Map Set Promise Buffer Uint8Array Module EngineSession Worker GPU JSON SQL HTTP HTTPS
URL WAL UTF NaN Infinity I/O OK SIGKILL SIGTERM SIGINT SIGABRT SIGSEGV SIGILL SIGBUS SIGTRAP linux win32 darwin x64 arm64
ENOENT EACCES EPERM EROFS EIO ENOSPC EDQUOT ECONNREFUSED ECONNRESET ETIMEDOUT ENOTFOUND EHOSTUNREACH EPIPE EBUSY EEXIST EMFILE ENOTEMPTY
gnome_libsecret kwallet kwallet5 kwallet6 basic_text dpapi clean-exit abnormal-exit launch-failed oom integrity-failure
`;

const split = (text: string): string[] => text.trim().split(/\s+/);

export const logWords: ReadonlySet<string> = new Set(split(words));
export const logNames: ReadonlySet<string> = new Set(split(names));
