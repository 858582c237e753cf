"""The SQL of fetching; a message belongs to the present series of its mailbox."""

from typing import Final

WANTED: Final = """
    SELECT f.id, f.revision FROM channels_fetchedmailbox f JOIN channels_mailbox m ON m.id = f.mailbox_id
    WHERE f.is_active AND m.is_active
"""
LOCK: Final = "SELECT pg_try_advisory_lock(%s)"
UNLOCK: Final = "SELECT pg_advisory_unlock(%s)"
ACCOUNT: Final = """
    SELECT f.id, lower(m.address), f.host, f.port, f.tls, f.folder, f.after, f.move_to, f.start, f.start_days,
           f.series, f.uid_validity, f.began_at, f.first_uid, f.latest_uid,
           f."user", f.auth, f.sealed_secret, f.token_url, f.client_id, f.sealed_client_secret, f.scope
    FROM channels_fetchedmailbox f JOIN channels_mailbox m ON m.id = f.mailbox_id
    WHERE f.id = %s
"""
BEGIN_SERIES: Final = """
    UPDATE channels_fetchedmailbox
    SET series = series + 1, uid_validity = %s, began_at = %s, first_uid = %s, latest_uid = %s WHERE id = %s
"""
SEE: Final = """
    INSERT INTO channels_fetchedmessage (fetched_id, series, uid, size_bytes, arrived_at, is_late)
    SELECT f.id, f.series, seen.uid, seen.size, seen.moment, %(is_late)s
    FROM channels_fetchedmailbox f,
         unnest(%(uids)s::bigint[], %(sizes)s::bigint[], %(moments)s::timestamptz[]) AS seen(uid, size, moment)
    WHERE f.id = %(key)s
    ON CONFLICT DO NOTHING
"""
UNSEEN: Final = """
    SELECT seen.uid FROM unnest(%s::bigint[]) AS seen(uid), channels_fetchedmailbox f
    WHERE f.id = %s AND NOT EXISTS (
        SELECT FROM channels_fetchedmessage m WHERE m.fetched_id = f.id AND m.series = f.series AND m.uid = seen.uid
    )
    ORDER BY seen.uid
"""
REACH: Final = "UPDATE channels_fetchedmailbox SET latest_uid = greatest(latest_uid, %s) WHERE id = %s"
WAITING: Final = """
    SELECT m.uid, m.size_bytes, m.arrived_at
    FROM channels_fetchedmessage m JOIN channels_fetchedmailbox f ON f.id = m.fetched_id AND f.series = m.series
    WHERE f.id = %s AND m.state = 'waiting' AND m.trouble = ''
    ORDER BY m.uid LIMIT %s
"""
# A message that lies twice in a folder, or comes again with other numbers, is one envelope: the first row is "kept".
KEEP: Final = """
    WITH fetched AS (
        SELECT * FROM unnest(
            %(uids)s::bigint[], %(ids)s::text[], %(raws)s::bytea[], %(transports)s::text[],
            %(moments)s::timestamptz[], %(wholes)s::boolean[]
        ) WITH ORDINALITY AS mail(uid, external_id, raw, transport, moment, is_whole, place)
    ), arrived AS (
        INSERT INTO channels_envelope
            (channel, account, external_id, raw, transport, received_at, state, reason, explanation)
        SELECT 'mail', %(account)s, external_id, raw, transport::jsonb, moment,
               CASE WHEN is_whole THEN 'received' ELSE 'held' END,
               CASE WHEN is_whole THEN '' ELSE 'too_large' END,
               CASE WHEN is_whole THEN '' ELSE 'It is larger than is taken in; it is left on its server, '
                   'and only its header is here.' END
        FROM fetched ORDER BY place
        ON CONFLICT DO NOTHING
        RETURNING id, external_id
    ), placed AS (
        SELECT fetched.uid, coalesce(arrived.id, envelope.id) AS envelope_id, arrived.id IS NOT NULL
               AND row_number() OVER (PARTITION BY fetched.external_id ORDER BY place) = 1 AS is_new, is_whole
        FROM fetched
        LEFT JOIN arrived USING (external_id)
        LEFT JOIN channels_envelope envelope
            ON envelope.channel = 'mail' AND envelope.account = %(account)s
            AND envelope.external_id = fetched.external_id
        WHERE arrived.id IS NOT NULL OR envelope.id IS NOT NULL
    ), noted AS (
        UPDATE channels_fetchedmessage m
        SET state = CASE WHEN placed.is_new THEN 'kept' ELSE 'known' END, envelope_id = placed.envelope_id,
            trouble = '', is_followed_up = %(done)s OR NOT placed.is_whole
        FROM placed, channels_fetchedmailbox f
        WHERE f.id = %(key)s AND m.fetched_id = f.id AND m.series = f.series AND m.uid = placed.uid
    )
    SELECT pg_notify('lyhord_envelope', '')
"""
STUMBLE: Final = """
    UPDATE channels_fetchedmessage m SET trouble = %s
    FROM channels_fetchedmailbox f
    WHERE f.id = %s AND m.fetched_id = f.id AND m.series = f.series AND m.uid = ANY(%s)
"""
FORGIVE: Final = """
    UPDATE channels_fetchedmessage m SET trouble = ''
    FROM channels_fetchedmailbox f
    WHERE f.id = %s AND m.fetched_id = f.id AND m.series = f.series AND m.state = 'waiting' AND m.trouble <> ''
"""
GONE: Final = """
    UPDATE channels_fetchedmessage m SET state = 'gone', is_followed_up = true
    FROM channels_fetchedmailbox f
    WHERE f.id = %s AND m.fetched_id = f.id AND m.series = f.series AND m.uid = ANY(%s) AND m.state = 'waiting'
"""
TO_FOLLOW_UP: Final = """
    SELECT m.uid FROM channels_fetchedmessage m JOIN channels_fetchedmailbox f ON f.id = m.fetched_id
    WHERE f.id = %s AND m.series = f.series AND NOT m.is_followed_up AND m.state IN ('kept', 'known')
    ORDER BY m.uid LIMIT %s
"""
FOLLOWED_UP: Final = """
    UPDATE channels_fetchedmessage m SET is_followed_up = true
    FROM channels_fetchedmailbox f
    WHERE f.id = %s AND m.fetched_id = f.id AND m.series = f.series AND m.uid = ANY(%s)
"""
PHASE: Final = "UPDATE channels_fetchedmailbox SET phase = %s WHERE id = %s"
SUCCEED: Final = """
    UPDATE channels_fetchedmailbox
    SET phase = 'listening', latest_success_at = now(), trouble = '', trouble_words = '', troubled_since = NULL,
        failures = 0, next_attempt_at = NULL, counted_at = CASE WHEN %s THEN now() ELSE counted_at END
    WHERE id = %s
"""
FAIL: Final = """
    UPDATE channels_fetchedmailbox
    SET phase = 'waiting', trouble = %s, trouble_words = %s, troubled_since = coalesce(troubled_since, now()),
        failures = %s, next_attempt_at = now() + %s * interval '1 second'
    WHERE id = %s
"""
RESEAL: Final = "UPDATE channels_fetchedmailbox SET sealed_secret = %s WHERE id = %s"
