"""The one definition of what a case is found by, as SQL, used for one case and for millions.

Sizes are bounded so that a vector stays below PostgreSQL's 1 MB whatever strangers write: words have at most 40
characters (``case_words`` in the migrations), an entry counts with its first 20,000 characters, and a vector takes
no more words once it has 5,000: 5,000 × (160 + 4) bytes + 16,383 positions × 2 + one entry ≤ 120 kB < 1 MB.
"""

# ruff: noqa: S608 -- statements are put together from the constants of this file; values are always parameters

ENTRY_LIMIT_CHARACTERS = 20_000
VECTOR_LIMIT_WORDS = 5_000
PIECE_CHARACTERS, PIECE_LEAD_CHARACTERS = 1_200, 100

MARKS = """(
    ARRAY[
        '§d' || ((c.active_at AT TIME ZONE 'UTC')::date - DATE '2000-01-01'),
        '§e' || ((c.active_at AT TIME ZONE 'UTC')::date - DATE '2000-01-01') / 8,
        '§f' || ((c.active_at AT TIME ZONE 'UTC')::date - DATE '2000-01-01') / 64,
        '§q' || c.queue_id,
        '§a' || coalesce(c.assignee_id, 0)
    ]
    || CASE WHEN c.status < 5 THEN ARRAY['§o'] ELSE ARRAY[]::text[] END
    || ARRAY(SELECT DISTINCT '§t' || lower(tag) FROM unnest(c.tags) AS tag)
)::varchar[]"""

# What an answer quotes and how it is signed is found where it was first said; a message that answers nothing may be
# forwarded, so that all of it counts.
_BODY = f"""left(coalesce(nullif(
    CASE WHEN e.direction = 'in' AND e.refs = '' THEN e.text ELSE e.reply_text END, ''), e.text),
    {ENTRY_LIMIT_CHARACTERS})"""

# A copy's addressees and whoever wrote are people of the case; our own mailboxes, in "to", are not.
_PEOPLE = """
    SELECT cu.name || ' ' || coalesce(string_agg(word, ' '), '') AS words,
           coalesce(array_agg(DISTINCT lower(left(word, 320))) FILTER (WHERE word LIKE '%%_@_%%'), '{}') AS addresses
    FROM (
        SELECT address AS word FROM customers_contactpoint WHERE customer_id = cu.id
        UNION
        SELECT unnest(ARRAY[e.author_name, e.author_address]) FROM cases_entry e
        WHERE e.case_id = c.id AND e.direction = 'in'
        UNION
        SELECT jsonb_array_elements_text(e.recipients -> 'cc') FROM cases_entry e
        WHERE e.case_id = c.id AND jsonb_typeof(e.recipients -> 'cc') = 'array'
    ) AS known
"""

# The details of a person with protected identity are found by nobody: a hit would tell what the page hides.
DOCUMENT = f"""
    SELECT c.id AS case_id,
           setweight(case_words(concat_ws(' ', c.subject, c.number, array_to_string(c.tags, ' '))), 'A')
           || CASE WHEN cu.is_protected THEN ''::tsvector
                   ELSE setweight(case_words(left(people.words, 4000)), 'B')
                        || array_to_tsvector(people.addresses[1:40]) END
           || setweight(case_words(coalesce(texts.words, '')), 'C')
           || array_to_tsvector({MARKS}) AS vector,
           {MARKS} AS marks,
           (c.active_at AT TIME ZONE 'UTC')::date AS active_on
    FROM cases_case c
    JOIN customers_customer cu ON cu.id = c.customer_id
    CROSS JOIN LATERAL ({_PEOPLE}) AS people
    CROSS JOIN LATERAL (
        SELECT string_agg({_BODY}, ' ' ORDER BY e.id DESC) AS words FROM cases_entry e
        WHERE e.case_id = c.id AND e.kind <> 'event' AND e.withdrawn_at IS NULL
    ) AS texts
"""

INDEX_CASES = f"""
    INSERT INTO cases_casesearch (case_id, vector, marks, active_on)
    {DOCUMENT} WHERE c.id BETWEEN %s AND %s
    ON CONFLICT (case_id) DO UPDATE
    SET vector = excluded.vector, marks = excluded.marks, active_on = excluded.active_on
    RETURNING tsvector_to_array(vector)
"""

INDEX_ENTRY = f"""
    WITH written AS MATERIALIZED (
        SELECT c.id, {MARKS} AS marks, (c.active_at AT TIME ZONE 'UTC')::date AS active_on,
               setweight(case_words({_BODY}), 'C') AS words,
               CASE WHEN e.direction = 'in' AND NOT cu.is_protected
                    THEN setweight(case_words(left(concat_ws(' ', e.author_name, e.author_address), 700)), 'B')
                    ELSE ''::tsvector END AS people,
               CASE WHEN e.direction = 'in' AND NOT cu.is_protected AND e.author_address LIKE '%%_@_%%'
                    THEN ARRAY[lower(e.author_address)] ELSE '{{}}' END AS addresses
        FROM cases_entry e
        JOIN cases_case c ON c.id = e.case_id
        JOIN customers_customer cu ON cu.id = c.customer_id
        WHERE e.id = %s
    )
    UPDATE cases_casesearch s
    SET vector = ts_delete(s.vector, s.marks::text[]) || array_to_tsvector(w.marks::text[])
                 || CASE WHEN length(s.vector) < {VECTOR_LIMIT_WORDS}
                         THEN w.people || array_to_tsvector(w.addresses::text[]) || w.words ELSE ''::tsvector END,
        marks = w.marks, active_on = w.active_on
    FROM written w WHERE s.case_id = w.id
    RETURNING tsvector_to_array(w.words)
"""

MARK_CASE = f"""
    UPDATE cases_casesearch s
    SET vector = ts_delete(s.vector, s.marks::text[]) || array_to_tsvector(new.marks::text[]),
        marks = new.marks, active_on = new.active_on
    FROM (SELECT c.id, {MARKS} AS marks, (c.active_at AT TIME ZONE 'UTC')::date AS active_on
          FROM cases_case c WHERE c.id = %s) AS new
    WHERE s.case_id = new.id AND s.marks IS DISTINCT FROM new.marks
"""

# A word lost in a crash comes back with the next count, so nobody waits for the disk.
NOTE_WORDS = """
    INSERT INTO cases_searchword (word, cases)
    SELECT word, 1 FROM unnest(%s::text[]) AS word, set_config('synchronous_commit', 'off', true) AS unhurried
    WHERE unhurried = 'off'
    ON CONFLICT DO NOTHING
"""

COUNT_WORDS = """
    INSERT INTO cases_searchword (word, cases)
    SELECT word, ndoc FROM ts_stat('SELECT vector FROM cases_casesearch')
    WHERE length(word) BETWEEN 3 AND 40 AND word ~ '^[[:alpha:]]+$'
    ON CONFLICT (word) DO UPDATE SET cases = excluded.cases
    WHERE cases_searchword.cases <> excluded.cases
"""

FIND = """
    WITH found AS MATERIALIZED (
        SELECT case_id, active_on FROM cases_casesearch WHERE vector @@ %(query)s::tsquery
    )
    SELECT case_id, active_on FROM found
    WHERE (active_on, case_id) < (%(day)s, %(case)s)
    ORDER BY active_on DESC, case_id DESC LIMIT %(limit)s
"""

# How busy the department is: cases that were active in the latest week, and all cases, roughly.
BUSYNESS = """
    SELECT (SELECT count(*) FROM cases_case WHERE active_at > %s - interval '7 days'),
           (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'cases_case'::regclass)
"""

STEMS = """
    SELECT given.place - 1, stem.lexeme, unnest(stem.positions)
    FROM unnest(%s::text[]) WITH ORDINALITY AS given (body, place),
         LATERAL unnest(case_words(given.body)) AS stem
    ORDER BY 1, 3
"""

# The most frequent words that begin or end so; frequencies are those of the latest count. One such query a
# term, joined by UNION ALL: the index is used only when the pattern is a constant of its own.
COMPOUNDS = """
    (SELECT %s::int AS place, word, max(cases) AS cases FROM (
        SELECT word, cases FROM cases_searchword WHERE word = %s
        UNION ALL
        SELECT word, cases FROM cases_searchword WHERE word LIKE %s
        UNION ALL
        SELECT word, cases FROM cases_searchword WHERE {endings}
    ) AS either GROUP BY word ORDER BY word = %s DESC, max(cases) DESC, word LIMIT %s)
"""

_LATEST_ENTRIES = """
    SELECT e.* FROM cases_entry e
    WHERE e.case_id = asked.case_id AND e.kind <> 'event' AND e.withdrawn_at IS NULL
    ORDER BY e.id DESC LIMIT 40
"""

# One entry a case: the newest that has the word; of several words, the newest that has all, else any. The hint, a
# pattern of the stems, spares most texts the far dearer cutting into words, and tells which piece to look at: of
# what is new in the message, or else of all of it.
_PIECE = f"""
    SELECT e.id, e.kind, place > {PIECE_LEAD_CHARACTERS} AS is_cut,
           substring(body FROM greatest(1, place - {PIECE_LEAD_CHARACTERS}) FOR {PIECE_CHARACTERS}) AS piece
    FROM LATERAL (SELECT CASE WHEN e.reply_text ~* %(hint)s THEN e.reply_text ELSE {_BODY} END AS body) AS chosen,
         LATERAL (SELECT regexp_instr(body, %(hint)s, 1, 1, 0, 'i') AS place) AS found
"""
SHOWN_BY_WORD = f"""
    SELECT asked.case_id, piece.*
    FROM unnest(%(cases)s::bigint[]) AS asked (case_id),
         LATERAL (
             SELECT e.* FROM ({_LATEST_ENTRIES}) AS e
             WHERE {_BODY} ~* %(hint)s AND case_words({_BODY}) @@ %(any)s::tsquery
             ORDER BY e.id DESC LIMIT 1
         ) AS e,
         LATERAL ({_PIECE}) AS piece
"""
SHOWN_BY_WORDS = f"""
    SELECT asked.case_id, piece.*
    FROM unnest(%(cases)s::bigint[]) AS asked (case_id),
         LATERAL (
             SELECT e.*
             FROM ({_LATEST_ENTRIES}) AS e, LATERAL (SELECT case_words({_BODY}) AS words OFFSET 0) AS read
             WHERE {_BODY} ~* %(hint)s AND read.words @@ %(any)s::tsquery
             ORDER BY (read.words @@ %(all)s::tsquery) DESC, e.id DESC LIMIT 1
         ) AS e,
         LATERAL ({_PIECE}) AS piece
"""

TRUE_STEMS = """
    SELECT word FROM unnest(%s::text[]) AS word
    WHERE ts_lexize('pg_catalog.swedish_stem', word) && %s::text[]
"""
