from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.tests.corpus import FILE, PLAIN, SWEDISH, TOP, base64_part, multipart


def opaquely_signed(content: bytes) -> bytes:
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 6, 3, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Anna")])
    unsigned = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    )
    certificate = unsigned.not_valid_before(at).not_valid_after(at + timedelta(days=1)).sign(key, hashes.SHA256())
    signer = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return signer.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_the_words_inside_an_opaque_signature_are_read() -> None:
    inside = opaquely_signed(multipart("mixed", PLAIN, FILE))

    mail = parse(TOP + base64_part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", inside))

    assert mail.text == SWEDISH
    assert [one.filename for one in mail.attachments] == ["kvitto.pdf"]
    assert "smime-opaque" in mail.defects


def test_what_is_no_signature_stays_attached() -> None:
    mail = parse(
        TOP + base64_part("application/pkcs7-mime; name=smime.p7m", b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03")
    )

    assert [one.filename for one in mail.attachments] == ["smime.p7m"]
