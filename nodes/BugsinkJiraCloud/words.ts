import type { ClosedAs } from '../shared/tracker/ticket';

/**
 * What the names of statuses, resolutions and transitions mean. Jira has a category for "done" alone and
 * none for "we know, and will not": these are the names in Atlassian's own templates (software, service
 * management, business) and their translations, and in other trackers whose names people keep (Azure
 * DevOps, Bugzilla, GitHub, Linear, Mantis, Redmine, YouTrack).
 *
 * A `*` stands for any ending, braces hold alternatives, and a `=` in front asks for the whole name.
 */
const WONT_DO = [
	// English; without the words in FILLERS.
	`won't*, wont*, won t {do, fix}, {can't, don't} {do, fix*, implement*, resolve*, solve*, support*},
	{not, cannot} {address*, bug, chang*, deliver*, do, doing, done, fix*, implement*, plan*, prioriti*,
		proceed*, pursu*, resolv*, schedul*, ship*, solv*},
	not {accepted, actionable, any bug, applicable, approved, considered, defect, desired, error, fault,
		feasible, important, in scope, incident, issue, justified, necessary, needed, our*, possible, problem,
		regression, relevant, required, responsible, supported, valid, viable, vulnerability, wanted,
		warranted, worth*},
	no longer {applicable, bug, issue, needed, necessary, planned, problem, relevant, required, supported,
		valid, wanted},
	non {bug, issue}, no {action, bug, change, defect, error, fix, issue, plan, plans, problem, work},
	without {action, change, fix, fixing, resolution, solution}, never {do, fix, mind}, nevermind, =never,
	notabug, notanissue, notplanned, cantfix, =n, =wad, =wai, =nab, =wnf,
	inapplicable, infeasible, irrelevant, unfeasible, unfixable, unfixed, unnecessary, unneeded,
		unsupported, unwanted, =unplanned`,
	`{as, by, per} {design, designed, intended, intention, spec, specification, specified}, bydesign,
		asdesigned,
	{behav*, function*, operat*, perform*, work*} as expected, =as expected, =expected, =intended,
	{correct, designed, desired, expected, intended, intentional, normal} {behaviour, behavior, function*},
	false {alarm, alert, positive, report}, falsepositive, {operator, user} {error, mistake},
	{accept*, tolerat*} risk, risk {accept*, tolerat*}, acceptable, {accepted, known} limitation, waived,
		waiver, exception {approved, granted}, exempt*,
	{beyond, off, out of, outside, outside of} {date, scope, support, warranty}, outofscope`,
	`abandon*, abort*, cancel*, declin*, denied, denial, deny, disapprov*, discard*, dismiss*, disregard*,
	drop, dropped, ignor*, invalid*, obsolet*, outdat*, reject*, refus*, rescind*, retract*, revok*, scrap,
	scrapped, skip, skipped, supersed*, suppress*, terminated, veto*, void, voided, withdraw*, withdrew,
	=cut, =delete, =deleted, =killed, =remove, =removed`,
	// German
	`{werden, wird, wurde} {nicht, nie}, nicht {bearbeit*, beheb*, behob*, durch*, erforder*, erledig*,
		gelöst, gemacht, geplant, gültig, lös*, machen, mehr, notwend*, nötig, relevant, umgesetzt, umsetz*,
		vorgesehen, zuständig, zutreff*},
	{kein, keine} {aktion, bug, fehler, handlungsbedarf, maßnahme, problem, änderung}, fehlalarm, entfällt,
	hinfällig, wie {entworfen, gewollt, gewünscht, vorgesehen}, risiko akzeptiert, akzeptiertes risiko,
	abbrech*, abbruch, abgebroch*, abgelehnt, ablehn*, eingestellt, gestrichen, storn*, ungültig*,
	veraltet, verwerf*, verworf*, verzicht*, zurückgewiesen, zurückgezogen, außerhalb des umfangs`,
	// French
	`ne {sera, seront} pas, ne sera plus, ne pas {corriger, faire, implémenter, réaliser, résoudre, traiter},
	pas {anomalie, défaut, erreur, problème, un bug, une anomalie, une erreur, à corriger, à faire, prévu*},
	non {applicable, corrig*, nécessaire, pertinent*, planifi*, prévu*, requis*, retenu*, résolu*, traité*,
		valide}, sans suite, hors {périmètre, scope, sujet}, faux positif, risque accepté, par conception,
	comportement {attendu, normal, voulu}, abandonn*, annul*, déclin*, écart*, obsolèt*, rejet*`,
	// Spanish, Portuguese, Italian
	`no {aplica, corregir, es un bug, es un defecto, es un error, es un fallo, es un problema, hacer,
		necesari*, planificad*, procede, requerid*, resolver, se abordar*, se arreglar*, se atender*,
		se corregir*, se hará*, se implementar*, se realizar*, se resolver*, se solucionar*, se va, válid*},
	abandonad*, anulad*, anular, declinad*, denegad*, descartad*, desestimad*, inválid*, rechaz*, por diseño,
	fuera de alcance, fuera del alcance, falso positivo, riesgo aceptado`,
	`não {aplicável, corrigir, fazer, implementar, necessári*, planead*, planejad*, procede, resolver, se
		aplica, será, serão, vai, é bug, é defeito, é erro, é um bug, é um defeito, é um erro, é um problema},
	recusad*, rejeitad*, fora do escopo, fora de escopo, risco aceito`,
	`non {applicabile, correggere, difetto, fare, necessari*, pianificat*, previst*, risolvere, sarà, valid*,
		verrà, è bug, è un bug, è un difetto, è un errore, è un problema}, abbandonat*, annullat*, respint*,
	rifiutat*, scartat*, fuori ambito, rischio accettato`,
	// Dutch, Swedish, Danish, Norwegian, Finnish
	`wordt niet, niet {doen, geldig, gepland, gerepareerd, nodig, opgelost, oplossen, relevant, repareren,
		uitgevoerd, uitvoeren, van toepassing, verhelpen}, geen {actie, bug, fout, probleem}, afgewezen,
	geannuleerd, geweigerd, ingetrokken, ongeldig, vervallen, verouderd, verworpen`,
	`{görs, kommer, ska, åtgärdas} inte, inte {aktuell, en bugg, ett fel, planerad, relevant}, annullera*,
	avbruten, avböjd, avslagen, avvisad, förkastad, inställd, ogiltig*`,
	`{blir, bliver, skal, vil} ikke, ikke {aktuel*, en bug, en feil, en fejl, planlagt, relevant*}, afbrudt,
	afvist, annulleret, avbrutt, avslått, avvist, forkastet, kansellert, ugyldig*`,
	`ei {aiheellinen, korjata, ole bugi, ole vika, ole virhe, tehdä, toteuteta}, hylätty, hylkää, peruttu,
	peruutettu`,
	// Polish, Czech, Russian, Ukrainian, Hungarian, Romanian, Turkish
	`nie {będzie, do naprawy, do zrobienia, dotyczy, jest błędem, planowan*, zostanie}, anulowan*,
	nieaktualn*, nieprawidłow*, odrzucon*, porzucon*`,
	`nebud*, neoprav*, neřeš*, neplatn*, není chyb*, odmítnut*, zamítnut*, zrušen*`,
	`не {актуальн*, баг, буде*, виправ*, делать, дефект, исправ*, нужно, ошибка, планир*, помилка, требует*,
		является}, відхилен*, неактуальн*, недействительн*, отказ*, отклон*, отмен*, скасован*, устарел*,
	так и задумано, по дизайну`,
	`nem {hiba, javít*, kerül, lesz, tervez*}, elutasít*, elvet*, érvénytelen, törölve, nu {este bug, este
		eroare, este o eroare, se va, va fi}, abandonat, anulat, refuzat, respins*`,
	`düzeltilmeyecek, yapılmayacak, çözülmeyecek, hata değil, geçersiz, reddedil*, iptal*`,
];
/** Japanese, Chinese and Korean have no spaces between words. */
const WONT_DO_ANYWHERE =
	/対応(しない|せず|なし|不要)|修正(しない|せず|なし|不要)|実施(しない|せず)|やらない|行わない|^仕様$|仕様(どおり|通り|です|のため|上)|却下|棄却|不採用|見送り|中止|取り消|取消|キャンセル|無効|破棄|不具合ではない|問題なし|対象外|誤検知|不做|不修|不予|不处理|不處理|不解决|不解決|不会(修|解|做|处)|不會(修|解|做|處)|无需|無需|不需要|拒绝|拒絕|驳回|无效|無效|作废|作廢|废弃|廢棄|放弃|放棄|忽略|设计如此|設計如此|非(问题|問題|缺陷)|不是(问题|問題|缺陷)|误报|誤報|하지 않|안 함|취소|거부|거절|반려|무효|기각|버그 아님|의도된|해당 없음|불필요/u;
/** English words that change nothing of what is said: "is not going to be fixed" is "not fixed". */
const FILLERS = /(?<!\S)(a|an|the|this|to|be|being|get|going|is|it|really|was)(?!\S) ?/gu;

const DUPLICATE = [
	`duplicat*, dup, dups, dupe, dupes, already {exists, filed, logged, raised, reported, tracked},
	merged {into, with}, duplik*, dubl*, doublon*, dupliqu*, duplicad*, dubbel*, zduplikowan*,
	kaksoiskappale, yinelenen, mükerrer, дубл*`,
];
const DUPLICATE_ANYWHERE = /重複|重复|중복/u;

/** Statuses, resolutions and transitions that say that the work was done. */
const DONE = [
	`accept, accepted, close, closed, complete, completed, deliver, delivered, deploy, deployed, done, finish,
	finished, fix, fixed, implement, implemented, live, merge, merged, passed, publish, published, release,
	released, resolve, resolved, ship, shipped, solve, solved, success*, verified, verify`,
	`abgeschlossen, abschließen, beendet, beheben, behoben, erledigen, erledigt, fertig*, gelöst, geschlossen,
	lösen, schließen, umgesetzt`,
	`achev*, clos, clôtur*, corrig*, fait*, ferm*, livr*, résol*, termin*, traité*`,
	`cerrad*, completad*, corregid*, finalizad*, hech*, list{o, a, os, as}, resuelt*, solucionad*, concluíd*,
	concluid*, feit*, fechad*, resolvid*, chius*, completat*, corrett*, fatt*, risolt*`,
	`afgerond, gedaan, gereed, gesloten, klaar, opgelost, voltooid, färdig, klar, klart, löst, stängd, åtgärdad,
	færdig, ferdig, lukket, løst, udført, utført, korjattu, ratkaistu, suljettu, tehty, valmis`,
	`gotow*, naprawion*, rozwiązan*, ukończon*, zakończon*, zamknięt*, zrobion*, dokončen*, hotov*, opraven*,
	uzavřen*, vyřešen*, виконан*, вирішен*, выполнен*, готов*, завершен*, завершён*, закрит*, закрыт*,
	исправлен*, решен*, решён*, сделан*, javítva, kész, lezárva, megoldva, finalizat, rezolvat, închis,
	bitti, düzeltildi, kapatıldı, tamamlandı, yapıldı, çözüldü`,
];
const DONE_ANYWHERE = /完了|解決|解决|修正済|修复|修復|完成|已关闭|已關閉|완료|해결/u;

/** What a list of words, or of characters without spaces between words, finds in a name. */
function finder(words: string[], anywhere: RegExp): (name: string) => boolean {
	const patterns = words.join(',').trim().replace(/\s+/g, ' ').replace(/, ?/g, '|');
	const alternatives = patterns
		.replace(/\{/g, '(?:')
		.replace(/\}/g, ')')
		.replace(/\*/g, '\\p{L}*')
		.replace(/=([^|]+)/g, '^$1$$');
	const wholeWords = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'u');
	return (name) =>
		// Names that programs made are written together.
		[name, name.replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')]
			.map((one) => plain(one).replace(FILLERS, '').trim())
			.some((one) => wholeWords.test(one) || anywhere.test(one));
}

/** Lower case, plain apostrophes, single spaces: `won’t-do` and `WON'T DO` are one name. */
function plain(name: string): string {
	return name
		.normalize('NFC')
		.replace(/[’‘ʼ′＇`´]/g, "'")
		.replace(/[\s_/–—-]+/g, ' ')
		.trim()
		.toLowerCase()
		.replace(/\u0307/g, '');
}

const findWontDo = finder(WONT_DO, WONT_DO_ANYWHERE);
const findDone = finder(DONE, DONE_ANYWHERE);

export const meansDuplicate = finder(DUPLICATE, DUPLICATE_ANYWHERE);

/** Whether a name says that a person decided against the work. @param more names that the user added. */
export function meansWontDo(name: string, more: string[]): boolean {
	return findWontDo(name) || more.some((one) => isSameName(name, one));
}

/** Whether a name says that the work was done, and nothing else. @param wontDoNames names that the user added. */
export function meansDone(name: string, wontDoNames: string[]): boolean {
	return findDone(name) && !meansWontDo(name, wontDoNames) && !meansDuplicate(name);
}

/** Ignoring case and the kind of apostrophe or dash; empty names are dropped. */
export function isSameName(a: string, b: string): boolean {
	return plain(a) === plain(b) && plain(a) !== '';
}

/**
 * How a ticket was closed, by the names of its status and of its resolution together: each of them may
 * be the one that says it.
 */
export function closedAsOf(
	status: string,
	resolution: string,
	wontDoNames: string[],
): { closedAs: ClosedAs; closedReason: string } {
	const names = [resolution, status];
	const copied = names.find(meansDuplicate);
	if (copied !== undefined) return { closedAs: 'duplicate', closedReason: copied };
	const decided = names.find((name) => meansWontDo(name, wontDoNames));
	if (decided !== undefined) return { closedAs: 'wontDo', closedReason: decided };
	return { closedAs: 'done', closedReason: resolution || status };
}
