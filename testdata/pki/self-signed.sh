#!/bin/sh
# Writes self-signed.pem beside it: one self-signed certificate of a nobody for each signature algorithm and key length
# that the tests of src/pki verify. The private keys are thrown away. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
key=$(mktemp)
trap 'rm -f "$key"' EXIT

certificate() { # name, digest, further options
    name=$1 digest=$2
    shift 2
    echo "# $name"
    openssl req -x509 -new -key "$key" -subj "/CN=$name" -set_serial 1 -days 36500 "-$digest" \
        -addext subjectKeyIdentifier=none -addext authorityKeyIdentifier=none -addext basicConstraints=CA:FALSE "$@"
}

rsa() { # bits
    openssl genrsa -out "$key" "$1" 2>/dev/null
}

pss() { # name, digest
    certificate "$1" "$2" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
}

{
    rsa 1024
    certificate rsa-1024-sha1 sha1
    certificate rsa-1024-sha384 sha384
    rsa 2032
    certificate rsa-2032-sha1 sha1
    certificate rsa-2032-sha256 sha256
    certificate rsa-2032-sha384 sha384
    certificate rsa-2032-sha512 sha512
    pss rsa-2032-pss-sha256 sha256
    pss rsa-2032-pss-sha384 sha384
    pss rsa-2032-pss-sha512 sha512
    # A length of 8n+1 bits: the encoded message of PSS is one byte shorter than the modulus.
    rsa 2033
    certificate rsa-2033-sha384 sha384
    pss rsa-2033-pss-sha256 sha256
    rsa 2047
    pss rsa-2047-pss-sha256 sha256
    rsa 2048
    certificate rsa-2048-sha384 sha384
    pss rsa-2048-pss-sha384 sha384
    rsa 8192
    certificate rsa-8192-sha512 sha512
    for curve in P-256 P-384; do
        openssl ecparam -genkey -noout -name "$curve" -out "$key" 2>/dev/null
        certificate "$curve-sha256" sha256
        certificate "$curve-sha384" sha384
    done
    openssl genpkey -algorithm ed25519 -out "$key"
    certificate ed25519 sha512
} > self-signed.pem
