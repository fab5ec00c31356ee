"""Operations on who may open: account keys, bindings, claims, passes, links."""

from .. import ed25519, xwing
from ..bind import Bind, decode_bind
from ..epoch import Epoch
from ..errors import Refused, require
from ..framing import expand, frame, sha256, u32
from ..link import Fragment, derive_link_keys, parse_link, stretch
from ..making import make_bind, seal_pass
from ..ops import Claim
from ..passes import decode_pass, open_pass
from .common import Operation, hexed, pairs


def _seeds(root: bytes, number: int) -> tuple[bytes, bytes]:
    return expand(root, "acct-kem", u32(number)), expand(root, "acct-sign", u32(number))


def _keys(kem_seed: bytes, sign_seed: bytes) -> dict:
    return {
        "kemSeed": kem_seed,
        "kemPublicKey": xwing.public_key(kem_seed),
        "signSeed": sign_seed,
        "signPublicKey": ed25519.public_key(sign_seed),
    }


def _account_keys(inputs: dict) -> dict:
    return _keys(*_seeds(bytes.fromhex(inputs["accountRoot"]), inputs["accountEpoch"]))


def _make_bind(inputs: dict) -> dict:
    owner = inputs["owner"]
    body: dict = {"c": inputs["chainId"], "u": inputs["accountEpoch"]}
    if "name" in owner:
        body |= {"m": bytes.fromhex(owner["registry"]), "n": owner["name"].encode()}
    else:
        body["o"] = bytes.fromhex(owner["subject"])
    previous_seed = None
    if "previous" in inputs:
        body["p"], previous_seed = hexed(inputs["previous"], "digest", "signSeed")
    seeds = _seeds(bytes.fromhex(inputs["accountRoot"]), inputs["accountEpoch"])
    data = make_bind(body, *seeds, previous_seed)
    decode_bind(data, "bind")
    return {"bytes": data, "digest": sha256(data), "lengthBytes": len(data)}


def _is_continuous(bind: Bind, previous: bytes) -> bool:
    try:
        bind.check_continuity(previous, "bind")
    except Refused:
        return False
    return True


def _verify_bind(inputs: dict) -> dict:
    data, owner = bytes.fromhex(inputs["bytes"]), inputs["owner"]
    bind = decode_bind(data, "bind")
    if "name" in owner:
        subject = owner["name"].encode().ljust(30, b"\0") + b"\0\1"
        names = bytes.fromhex(owner["registry"])
    else:
        subject, names = bytes.fromhex(owner["subject"]), bytes(20)
    bind.check_belongs_to(subject, inputs["chainId"], names, "bind")
    result: dict = {"digest": sha256(data)}
    if "previous" in inputs:
        result["continuous"] = _is_continuous(bind, bytes.fromhex(inputs["previous"]))
    return result


def _claim(inputs: dict) -> dict:
    seed, scope, author = hexed(inputs, "signSeed", "scope", "author")
    return {"signature": ed25519.sign(seed, frame("claim", scope, author))}


def _verify_claim(inputs: dict) -> dict:
    claim = Claim(*hexed(inputs, "subject", "bind", "signature"))
    bind_digest, sign_key, scope, author = hexed(inputs, "bindDigest", "signPublicKey", "scope", "author")
    require(claim.bind == bind_digest, "claim", "names another bind")
    claim.verify(sign_key, scope, author, "claim")
    return {"ok": True}


def _seal_pass(inputs: dict) -> dict:
    scope, bind, kem_key, subject, randomness = hexed(inputs, "scope", "bind", "kemPublicKey", "subject", "randomness")
    epochs = [Epoch(scope, number, secret) for number, secret in pairs(inputs["secrets"])]
    record = bytes.fromhex(inputs["record"]) if "record" in inputs else None
    data = seal_pass(epochs, subject, bind, kem_key, record, randomness)
    decode_pass(data, "pass")
    return {"bytes": data, "digest": sha256(data), "lengthBytes": len(data)}


def _open_pass(inputs: dict) -> dict:
    sealed = decode_pass(bytes.fromhex(inputs["bytes"]), "pass")
    scope, subject, bind, seed = hexed(inputs, "scope", "subject", "bind", "kemSeed")
    require((sealed.scope, sealed.epoch) == (scope, inputs["epoch"]), "pass", "is for another folder or epoch")
    require((sealed.subject, sealed.bind) == (subject, bind), "pass", "is for another subject or bind")
    return {"secrets": [[epoch.number, epoch.secret] for epoch in open_pass(sealed, seed, "pass")]}


def _link_fragment(inputs: dict) -> dict:
    grants, folder, secret = hexed(inputs, "grants", "folder", "secret")
    return {"fragment": Fragment(inputs["hasPassword"], inputs["chainId"], grants, folder, secret).encode()}


def _decode_link(inputs: dict) -> dict:
    found = parse_link(inputs["url"])
    return {
        "chainId": found.chain_id,
        "hasPassword": found.has_password,
        "grants": found.grants,
        "folder": found.folder_id,
        "secret": found.secret,
    }


def _link_keys(inputs: dict) -> dict:
    secret = bytes.fromhex(inputs["secret"])
    keys = derive_link_keys(stretch(secret, inputs["password"]) if "password" in inputs else secret)
    return {
        **_keys(keys.kem_seed, keys.sign_seed),
        "ethereumKey": keys.eth_key,
        "address": keys.subject[12:],
        "subject": keys.subject,
    }


OPERATIONS: dict[str, Operation] = {
    "account-keys": _account_keys,
    "make-bind": _make_bind,
    "verify-bind": _verify_bind,
    "claim": _claim,
    "verify-claim": _verify_claim,
    "seal-pass": _seal_pass,
    "open-pass": _open_pass,
    "link-fragment": _link_fragment,
    "decode-link": _decode_link,
    "link-keys": _link_keys,
}
