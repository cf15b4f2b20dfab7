"""The words by which mail programs and people mark quoted history, forwards, footers and closings.

All are compared folded (`domain.folding.match_key`): no case, no accents, straight quotation marks. English,
Spanish, French, German, Portuguese; Italian and Dutch where their mail programs write the same shapes.
"""

import re

HEADER_WORDS: dict[str, str] = {
    **dict.fromkeys(("from", "de", "von", "da", "van", "expediteur", "remitente", "remetente"), "from"),
    **dict.fromkeys(
        ("sent", "date", "enviado", "enviado el", "enviado em", "enviada em", "enviada", "fecha", "envoye",
         "envoye le", "gesendet", "gesendet am", "datum", "data", "inviato", "verzonden"),
        "date",
    ),
    **dict.fromkeys(("to", "para", "a", "an", "pour", "aan", "destinataire", "destinatario"), "to"),
    **dict.fromkeys(
        ("subject", "asunto", "objet", "sujet", "betreff", "assunto", "oggetto", "onderwerp"), "subject"
    ),
    **dict.fromkeys(
        ("cc", "bcc", "cci", "cco", "copie", "copia", "kopie", "reply-to", "reply to", "repondre a",
         "antwort an", "responder a", "importance", "attachments", "message-id", "pieces jointes", "anlagen",
         "adjuntos"),
        "other",
    ),
}  # fmt: skip
"""Names of the header lines that a mail program writes above a quoted or forwarded mail, and what each is."""

_ORIGINAL = (
    "original message|original e-?mail|message d'origine|message original|mensaje original|mensagem original"
    "|ursprungliche nachricht|messaggio originale|oorspronkelijk bericht|original appointment"
)
_FORWARDED = (
    "forwarded( e-?mail)? message|forwarded by .{1,60}|message transfere|message reexpedie|mensaje reenviado"
    "|forwarded e-?mail|mensagem encaminhada|weitergeleitete nachricht|messaggio inoltrato"
    "|doorgestuurd bericht"
)
ORIGINAL_LINE = re.compile(rf"[-_ ]{{2,}} ?({_ORIGINAL}) ?[-_ ]{{2,}}")
FORWARD_LINE = re.compile(
    rf"-{{2,}} ?({_FORWARDED}) ?-{{2,}}"
    r"|(begin forwarded message|debut du message (transfere|reexpedie)|inicio del mensaje reenviado"
    r"|anfang der weitergeleiteten nachricht|inicio da mensagem (re)?encaminhada"
    r"|inizio messaggio inoltrato) ?:"
)
FORWARD_SUBJECT = re.compile(r"(fwd?|wg|tr|rv|reenv|enc|i|doorst) ?: ?", re.IGNORECASE)

ATTRIBUTION_OPENING = re.compile(r"(on|le|el|am|em|il giorno|il|op|den) ")
ATTRIBUTION_VERB = re.compile(
    r"\b(wrote|writes|a ecrit|ecrivait|escribio|schrieb|escreveu|ha scritto|schreef|skrev)\b"
)
LONGEST_ATTRIBUTION = 400

MOBILE = re.compile(
    r"(sent|written) (from|via|with|using) (my|mobile|outlook|yahoo|proton|gmail|mail|windows|the) ?.{0,80}"
    r"|sent from [a-z]+ (mail|mobile|phone).{0,60}"
    r"|(get|download) outlook for .{0,120}"
    r"|envoye (de|depuis|a partir de|avec|a l'aide de) (mon|ma|outlook|yahoo|proton|l'"
    r"|la messagerie) ?.{0,80}"
    r"|(telecharge[rz]|obtenir|obtenez) outlook pour .{0,120}"
    r"|enviado (desde|do|de|con|via|a partir do|pelo) (mi|meu|minha|outlook|yahoo|proton|correo|el) ?.{0,80}"
    r"|(obtener|obtenga|obter|obtenha|baixe o) outlook para .{0,120}"
    r"|(von|mit) mein(em|er) .{1,60} (gesendet|geschickt|verschickt)|gesendet (mit|von|aus) .{1,80}"
    r"|(holen sie sich|laden sie|outlook fur) .{0,120}"
    r"|inviato da(l mio)? .{1,60}|verzonden (vanaf|met) .{1,60}"
    r"|(virus-?free|sans virus|libre de virus|virenfrei)\W.{0,80}"
)
"""A whole line that a mail program adds below a text."""

NOTICE = re.compile(
    r"\W{0,5}(confidentiality( notice)?\W|disclaimer\W|privacy notice|aviso (legal|de (confidencialidade?"
    r"|privacidad))"
    r"|(avis|clause) de confidentialite|vertraulichkeitshinweis|haftungsausschluss|nota de confidencialidade?"
    r"|(please )?(consider|think of|think about) the environment|pensez a l'environnement|avant d'imprimer"
    r"|(antes de|piense en el medio ambiente antes de) imprimir|bitte (denken|prufen) sie .{0,60}(umwelt"
    r"|druck)"
    r"|you (are receiving|received) this (e-?mail|message) because"
    r"|(this|the|any|ce|cet|les|la|le|este|esta|el|esse|diese|dieses|die|der|a|o)\b.{0,120}\b(e-?mail|message"
    r"|communication|transmission|courriel|mensaje|correo|mensagem|nachricht|mail)\b.{0,250}"
    r"\b(confidential|privileged|confidentiel(le)?s?|confidencia(l|is|les)|vertraulich\w*"
    r"|(only|solely) (for the use of|intended)|intended (only|solely)))"
)
"""The beginning of a paragraph that no person wrote for this mail."""

BANNER = re.compile(
    r"\W{0,5}(caution|warning|attention|external|notice|achtung|precaucion|advertencia|atencao)\b.{0,80}"
    r"\b(originated|outside|external|externe?[rns]?|exterior|extern[oa]|fora da|fuera de)\b"
)
"""The beginning of a paragraph that a mail server puts above a text from elsewhere."""

LIST_FOOTER = re.compile(r"mailing ?list|listinfo|unsubscribe|desinscri|desabonn|darse de baja|abmelden")

VALEDICTION = re.compile(
    r"(with )?((best|kind|kindest|warm|warmest|sincere|cordial) )?(regards|wishes)|(yours )?(sincerely"
    r"|faithfully"
    r"|truly)( yours)?|respectfully( yours| submitted)?|in solidarity|all the best|best|cheers"
    r"|(un |reciba un |reciban un )?(cordial )?saludos?( cordial(es)?)?|(muy )?atentamente|atte|cordialmente"
    r"|(un )?(fuerte )?abrazo|(bien |tres )?cordialement|(meilleures |sinceres )?salutations( distinguees)?"
    r"|bien a vous|(veuillez|je vous prie|nous vous prions).{0,40}(agreer|recevoir|croire).{0,100}"
    r"|mit (freundlichen|besten|herzlichen|vielen) (grussen|gruessen)|(viele|liebe|beste|herzliche"
    r"|freundliche) "
    r"(grusse|gruesse)|mfg|atenciosamente|(com os )?(melhores )?cumprimentos|abracos?"
    r"|(cordiali|distinti) saluti|met vriendelijke groet(en)?"
)
THANKS = re.compile(
    r"(many )?thanks( in advance| again| and regards)?|thank you( very much| in advance| again)?"
    r"|(muchas )?gracias|merci( d'avance| beaucoup)?|(vielen )?danke?( im voraus)?|(muito )?obrigad[oa]"
    r"|grazie"
)
"""A closing only where a name stands below it."""

GREETING = re.compile(
    r"(dear|hi|hello|hey|greetings|good (morning|afternoon|evening|day)|to whom it may concern|estimad[oa]s?"
    r"|hola|buen[oa]s? (dia|dias|tardes|noches)|querid[oa]s?|a quien corresponda|cher|chere|chers|cheres"
    r"|bonjour|bonsoir|madame|mesdames|monsieur|messieurs|a qui de droit|sehr geehrte[rs]?|liebe[rs]?"
    r"|guten (tag|morgen|abend)|hallo|prezad[oa]s?|car[oa]s?|bom dia|boa (tarde|noite)|ola|gentil[ei]"
    r"|buongiorno|beste|geachte)\b.{0,80}"
)
PASSING_ON = re.compile(
    r"(fyi|for your information|pour (votre )?information|pour info|para su (informacion|conocimiento)"
    r"|zur (kenntnis|information|info)|z\.? ?k\.?|para (sua )?informacao|see below|ver abajo"
    r"|voir ci-dessous)\W*"
)

AUTOMATIC_SUBJECT = re.compile(
    r"(automatic reply|auto(matic)?[ -]?(reply|response)|out of( the)? office|on leave|reponse automatique"
    r"|(message d')?absence( du bureau)?|respuesta automatica|fuera de (la )?oficina|automatische antwort"
    r"|abwesenheits?(notiz|assistent|nachricht)|abwesend|resposta automatica|fora do escritorio"
    r"|risposta automatica|fuori sede|automatisch antwoord)\b"
)
BOUNCE_SUBJECT = re.compile(
    r"(undeliver(able|ed)|mail delivery (failed|failure|subsystem)|delivery (status notification|failure"
    r"|has failed)"
    r"|returned mail|failure notice|mail system error|non remis|unzustellbar|no se puede entregar"
    r"|nicht zustellbar|echec de (la )?remise|nao entregue)"
)
BOUNCE_SENDER = re.compile(
    r"(mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{8,})@?", re.IGNORECASE
)

_MONTHS = (
    "jan january janv janvier ene enero januar janeiro",
    "feb february fev fevr fevrier febrero februar fevereiro",
    "mar march mars marzo marz marco mrz",
    "apr april avr avril abr abril",
    "may mai mayo maio",
    "jun june juin junio juni junho",
    "jul july juil juillet julio juli julho",
    "aug august aout ago agosto",
    "sep sept september septembre septiembre setembro set",
    "oct october octobre octubre okt oktober out outubro",
    "nov november novembre noviembre novembro",
    "dec december decembre dic diciembre dez dezember dezembro",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
