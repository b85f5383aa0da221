#!/bin/sh
# Writes mobile.der beside it: a login certificate with the policy of an e-ID on a mobile, for the invented holder of the
# card commfides-ready, signed by the synthetic issuer of the Commfides-like cards. The private key is thrown away. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT
cat > "$draft/extensions" <<EXTENSIONS
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = none
authorityKeyIdentifier = none
certificatePolicies = 2.16.578.1.29.12.510.1.0
EXTENSIONS
openssl req -new -newkey rsa:2048 -noenc -keyout "$draft/key" -subj "/C=NO/SN=Demostad/GN=Ola/CN=Ola Demostad/serialNumber=UN:NO-9578-4510-0000Demo001" \
    -out "$draft/request" 2>/dev/null
openssl x509 -req -in "$draft/request" -CA ../../pki/authorities/demo-commfides-natural-person.der \
    -CAkey ../../pki/keys/commfides-natural-person.pem -set_serial 5100 -days 7300 -sha256 \
    -extfile "$draft/extensions" -outform DER -out mobile.der 2>/dev/null
