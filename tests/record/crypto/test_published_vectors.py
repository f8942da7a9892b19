"""The building blocks give what their standards published."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nakomen.record.crypto.box import BoxError, decrypt, encrypt, fields, joint_key, subkey
from nakomen.record.crypto.chain import commitment

RFC_5869 = [
    pytest.param(
        b"\x0b" * 22,
        bytes(range(0x0D)),
        bytes(range(0xF0, 0xFA)),
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
        id="1",
    ),
    pytest.param(
        bytes(range(0x50)),
        bytes(range(0x60, 0xB0)),
        bytes(range(0xB0, 0x100)),
        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c",
        id="2",
    ),
    pytest.param(
        b"\x0b" * 22,
        b"",
        b"",
        "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
        id="3",
    ),
]


@pytest.mark.parametrize(("secret", "salt", "info", "pseudorandom", "key"), RFC_5869)
def test_derived_keys_are_those_of_rfc_5869(
    secret: bytes, salt: bytes, info: bytes, pseudorandom: str, key: str
) -> None:
    assert joint_key(secret, salt, info).hex() == key
    assert subkey(bytes.fromhex(pseudorandom), info).hex() == key


def test_a_subkey_is_one_block_of_hkdf_expand() -> None:
    key, info = b"k" * 32, b"about"
    assert subkey(key, info) == hmac.digest(key, info + b"\x01", hashlib.sha256)


PLAINTEXT = bytes.fromhex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
CIPHERTEXT = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
KEY = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
NONCE = "cafebabefacedbaddecaf888"
ABOUT = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
GCM = [
    pytest.param("00" * 32, "00" * 12, b"", b"", "", "530f8afbc74536b9a963b4f1c4cb738b", id="13"),
    pytest.param(
        "00" * 32,
        "00" * 12,
        bytes(16),
        b"",
        "cea7403d4d606b6e074ec5d3baf39d18",
        "d0d1c8a799996bf0265b98b5d48ab919",
        id="14",
    ),
    pytest.param(KEY, NONCE, PLAINTEXT, b"", CIPHERTEXT, "b094dac5d93471bdec1a502270e3cc6c", id="15"),
    pytest.param(KEY, NONCE, PLAINTEXT[:60], ABOUT, CIPHERTEXT[:120], "76fc6ece0f4e1768cddf8853bb2d551b", id="16"),
]


@pytest.mark.parametrize(("key", "nonce", "plaintext", "about", "ciphertext", "tag"), GCM)
def test_a_box_is_aes_256_gcm_as_its_authors_published_it(
    key: str, nonce: str, plaintext: bytes, about: bytes, ciphertext: str, tag: str
) -> None:
    box = encrypt(bytes.fromhex(key), plaintext, about, chance=lambda _: bytes.fromhex(nonce))
    assert box.hex() == "01" + nonce + ciphertext + tag
    assert decrypt(bytes.fromhex(key), box, about) == plaintext


@pytest.mark.parametrize("length", range(30))
def test_a_box_that_is_cut_off_does_not_open(length: int) -> None:
    box = encrypt(bytes(32), b"x", b"about")
    with pytest.raises(BoxError):
        decrypt(bytes(32), box[:-1][:length], b"about")


def test_two_boxes_of_the_same_are_never_the_same() -> None:
    assert encrypt(bytes(32), b"x", b"about") != encrypt(bytes(32), b"x", b"about")


RFC_4231 = [
    pytest.param(b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    pytest.param(
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    pytest.param(b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    pytest.param(bytes(range(1, 26)), b"\xcd" * 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    pytest.param(
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
]


@pytest.mark.parametrize(("key", "message", "code"), RFC_4231)
def test_a_commitment_is_the_hmac_of_rfc_4231(key: bytes, message: bytes, code: str) -> None:
    assert commitment(key, message).hex() == code


RFC_8032 = [
    pytest.param(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    pytest.param(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("private", "public", "message", "signature"), RFC_8032)
def test_signatures_are_the_ed25519_of_rfc_8032(private: str, public: str, message: bytes, signature: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    assert key.public_key().public_bytes_raw().hex() == public
    assert key.sign(message).hex() == signature


def test_other_parts_never_give_the_same_fields() -> None:
    assert fields(b"ab", b"c") == b"\0\0\0\2ab\0\0\0\1c"
    assert len({fields(b"ab", b"c"), fields(b"a", b"bc"), fields(b"abc"), fields(b"abc", b""), fields()}) == 5
