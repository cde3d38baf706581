"""Who is answered what at which address: written by hand, beside the design, and never read off the code that it judges.

A door says what each reader is answered; `in` stands for what the line of the address says. `{...}` are rows of the county "here".
Elsewhere, whoever would be let in here is answered what the last column says; `own` is for addresses that are about no county of
themselves: such a reader is let in, and nothing on the page may be of here.
"""

DOORS = """
#           staff super offic commi defen audit admin key out | elsewhere
anyone      in    in    in    in    in    in    in    in  in  | own
nobody      404   404   404   404   404   404   404   404 404 | 404
signed-in   in    in    in    in    in    in    in    302 302 | own
absent      404   404   404   404   404   404   404   302 302 | 404
signed-out  302   302   302   302   302   302   302   in  in  | own
staff       in    in    404   404   404   404   404   302 302 | 404
mine        404   404   404   404   404   404   in    302 302 | 404
alerted     404   404   404   404   in    404   in    302 302 | own
lists       403   403   403   404   404   404   403   302 302 | 404
log         in    in    in    404   404   404   in    302 302 | 404
govern      403   in    in    404   404   404   in    302 302 | 404
partners    403   in    in    404   404   404   in    302 302 | 404
import      404   in    in    404   404   404   404   302 302 | 404
overrides   404   in    404   404   404   in    404   302 302 | 404
office      404   in    in    in    404   in    404   302 302 | 404
file        404   404   in    404   404   404   404   302 302 | 404
ask         404   404   in    in    404   404   404   302 302 | 404
administer  404   404   404   404   404   404   in    302 302 | 404
retain      404   404   in    404   404   404   in    302 302 | 404
audit       404   404   404   404   404   in    404   302 302 | 404
counsel     404   404   404   404   in    404   404   302 302 | 404
counsel-own 404   404   404   404   in    404   404   302 302 | own
key         401   401   401   401   401   401   401   in  401 | 404
key-own     401   401   401   401   401   401   401   in  401 | own
"""

PAGES = """
# address                                              GET               POST
healthz                                              | anyone 200      | anyone 200
readyz                                               | anyone 200      | anyone 200
metrics                                              | anyone 200      | 405
start/                                               | signed-in 302   | 405
i18n/setlang/                                        | anyone 302      | anyone 302

accounts/login/                                      | signed-out 200  | signed-out 200
accounts/logout/                                     | signed-in 200   | signed-in 302
accounts/inactive/                                   | anyone 200      | 405
accounts/signup/                                     | nobody          | nobody
accounts/reauthenticate/                             | signed-in 200   | signed-in 200
accounts/email/                                      | nobody          | nobody
accounts/confirm-email/                              | nobody          | nobody
accounts/confirm-email/abc/                          | nobody          | nobody
accounts/password/change/                            | signed-in 200   | signed-in 200
accounts/password/set/                               | nobody          | nobody
accounts/password/reset/                             | anyone 200      | anyone 200
accounts/password/reset/done/                        | anyone 200      | 405
accounts/password/reset/key/1-abc/                   | anyone 200      | anyone 200
accounts/password/reset/key/done/                    | anyone 200      | 405
accounts/login/code/confirm/                         | nobody          | nobody
accounts/2fa/                                        | signed-in 200   | signed-in 405
accounts/2fa/authenticate/                           | anyone 302      | anyone 302
accounts/2fa/reauthenticate/                         | signed-in 200   | signed-in 200
accounts/2fa/totp/activate/                          | signed-in 302   | signed-in 302
accounts/2fa/totp/deactivate/                        | signed-in 200   | signed-in 302
accounts/2fa/recovery-codes/                         | absent          | signed-in 405
accounts/2fa/recovery-codes/generate/                | signed-in 200   | signed-in 302
accounts/2fa/recovery-codes/download/                | absent          | absent
accounts/2fa/webauthn/                               | signed-in 200   | signed-in 405
accounts/2fa/webauthn/add/                           | signed-in 200   | signed-in 200
accounts/2fa/webauthn/login/                         | anyone 302      | anyone 302
accounts/2fa/webauthn/reauthenticate/                | signed-in 302   | signed-in 302
accounts/2fa/webauthn/keys/1/remove/                 | absent          | absent
accounts/2fa/webauthn/keys/1/edit/                   | absent          | absent

staff/?county=here                                   | staff 200       | 405
staff/board/releases/?county=here                    | staff 200       | 405
staff/follow-up/?county=here                         | staff 200       | 405
staff/find/?county=here                              | 405             | staff 302
staff/nil-return/?county=here                        | staff 200       | staff 200
staff/bookings/new?county=here                       | staff 200       | staff 200
staff/outbox/?county=here                            | absent          | 405
staff/outbox/{mail}/?county=here                     | absent          | 405
staff/subscriptions/?county=here                     | log 200         | absent
staff/subscriptions/confirm/{signed}/                | mine 200    | mine 302
staff/offices/?county=here                           | log 200         | 405
staff/offices/add/?county=here                       | partners 200    | partners 200
staff/offices/{office}/?county=here                  | partners 200    | partners 200
staff/offices/{office}/close/?county=here            | partners 200     | partners 302
staff/overrides/?county=here                         | overrides 200   | 405
staff/county/?county=here                            | log 200         | 405
staff/county/policies/?county=here                   | log 200         | 405
staff/county/policies/add/?county=here               | govern 200      | govern 200
staff/county/outages/add/?county=here                | log 200         | log 200
staff/county/list-items/add/?county=here             | lists           | lists
staff/county/policies/{policies}/?county=here          | log 200         | 405
staff/county/policies/{policies}/correct/?county=here  | govern 200      | govern 200
staff/county/policies/{policies}/error/?county=here    | govern 200      | govern 200
staff/county/policies/{policies}/end/?county=here      | govern 200      | govern 200
staff/county/outages/{outages}/correct/?county=here   | log 200         | log 200
staff/county/outages/{outages}/error/?county=here     | log 200         | log 200
staff/import/?county=here                            | import 200      | import 200
staff/import/{run}/                                  | import 200      | import 302
staff/import/{run}/progress/                         | import 200      | 405
staff/import/{run}/rejected.csv                      | import 200      | 405
staff/import/batches/{batch}/undo/                   | import 200      | import 302
staff/bookings/{booking}/                            | staff 200       | 405
staff/bookings/{booking}/now/                        | 405             | absent
staff/bookings/{booking}/undo/                       | 405             | staff 302
staff/bookings/{booking}/add/charges/                | staff 200       | staff 200
staff/bookings/{booking}/booking/correct/            | staff 200       | staff 200
staff/bookings/{booking}/booking/error/              | staff 200       | staff 200
staff/bookings/{booking}/charges/{charges}/disposition/   | staff 200  | staff 200
staff/bookings/{booking}/detainers/{detainers}/correct/   | staff 200  | staff 200
staff/bookings/{booking}/detainers/{detainers}/error/     | staff 200  | staff 200
staff/bookings/{booking}/representations/{representations}/end/ | staff 200 | staff 200
staff/bookings/{booking}/papers/                     | staff 200       | 405
staff/bookings/{booking}/papers/request/en/         | staff 200       | 405

admin/?county=here                                   | administer 200  | administer 200
admin/invite/?county=here                            | administer 200  | administer 200
admin/people/{person}/?county=here                   | administer 200  | administer 400
admin/invitations/{invitation}/                      | administer 302  | administer 400
invitation/{link}/                                   | anyone 200      | anyone 200
admin/retention/?county=here                         | retain 200      | 405
admin/retention/hold/?county=here                    | 405             | retain 400
admin/retention/propose/?county=here                 | 405             | retain 400
admin/retention/holds/{hold}/lift/                   | 405             | retain 400
admin/retention/disposals/{disposal}/                | 405             | retain 400
admin/keys/?county=here                              | administer 200  | administer 200
admin/keys/{key}/rotate/                             | administer 200  | administer 200
admin/keys/{key}/revoke/                             | administer 200  | administer 302

audit/?county=here                                   | audit 200       | 405
audit/trail.csv?county=here                          | audit 200       | 405
audit/lists/?county=here                             | audit 200       | 405
audit/lists/late/?county=here                        | audit 200       | 405
audit/lists/late.csv?county=here                     | audit 200       | 405
audit/sample/?county=here&seed=1                     | audit 200       | 405
audit/sample.csv?county=here&seed=1                  | audit 200       | 405
audit/chain/?county=here                             | audit 200       | audit 200

alerts/                                              | alerted     200 | 405
alerts/export.csv                                    | counsel-own 200 | 405
alerts/confirm/{alert}/                              | 405             | counsel 302
alerts/{booking}/                                    | counsel 200     | 405
alerts/{booking}/papers/                             | counsel 200     | 405
alerts/{booking}/papers/request/en/                 | counsel 200     | 405

api/v1/measures/                                     | anyone 200      | 405
api/v1/counties/                                     | anyone 200      | 405
api/v1/figures/?county=here&measure=HO-001&from=2026-09&to=2026-10 | anyone 200 | 405
api/nothing                                          | anyone 404      | anyone 404

/                                                    | anyone 200      | 405
compare/                                             | anyone 200      | 405
compare.csv                                          | anyone 200      | 405
county/here/                                         | anyone 200      | 405
county/here/figures/HO-001/                          | anyone 200      | 405
county/here/data/all.csv                             | anyone 404      | 405
county/here/policies/                                | anyone 200      | 405
county/here/policies/1.csv                           | anyone 404      | 405
county/here/feed/                                    | anyone 200      | 405
county/here/reports/                                 | anyone 200      | 405
county/here/reports/2026-10/                         | anyone 404      | 405
county/here/reports/2026-10.csv                      | anyone 404      | 405
county/here/reports/by-mail/                         | anyone 200      | anyone 200
county/here/reports/by-mail/asked/                   | anyone 200      | 405
county/here/reports/by-mail/confirm/abc/             | anyone 404      | anyone 404
county/here/reports/by-mail/stop/abc/                | anyone 404      | anyone 404
definitions/                                         | anyone 200      | 405
method/                                              | anyone 200      | 405

office/                                              | signed-in 200   | 405
office/?county=here                                  | office 200      | 405
office/release-clock/?county=here                    | office 200      | 405
office/release-clock.csv?county=here                 | office 200      | 405
office/months.csv?county=here                        | office 200      | 405
office/months.json?county=here                       | office 200      | 405
office/figures/here/2026-10/                         | office 200      | 405
office/figures/here/2026-10.csv                      | office 200      | 405
office/figures/here/2026-10.json                     | office 200      | 405
office/reports/here/2026-10/                         | office 200      | 405
office/reports/here/2026-10.csv                      | office 200      | 405
office/forms/?county=here                            | file 200        | 405
office/forms/across/?county=here                     | file 200        | 405
office/forms/calendar.ics?county=here                | file 200        | 405
office/forms/il-805-25/?county=here                     | file 200        | 405
office/forms/il-805-25.csv?county=here                  | file 200        | 405
office/forms/il-805-25.pdf?county=here                  | file 200        | 405
office/forms/il-805-25.xlsx?county=here                 | file 200        | 405
office/months/?county=here                           | office 200      | 405
office/months/tables/?county=here                    | office 200      | office 422
office/months/here/2026-10/                          | office 200      | office 400
office/months/here/events/HO-001/2026-10/            | audit 200       | 405
office/registers/?county=here                        | office 200      | 405
office/registers/questions/add/?county=here          | ask 200         | ask 200
office/registers/demands/add/?county=here            | file 200        | file 200
office/registers/questions/{question}/correct/?county=here | file 200  | file 200
office/registers/questions/{question}/error/?county=here   | file 200  | file 200
office/registers/questions/{question}/answer/?county=here  | file 200  | file 200
"""

# What is asked only of who proved a few minutes ago that it is they who sit there, and of which reader it is tried.
ASKS_AGAIN = """
office/forms/il-805-25.csv                           | GET  | records_officer
office/forms/il-805-25.pdf                           | GET  | records_officer
office/forms/il-805-25.xlsx                          | GET  | records_officer
office/release-clock.csv                             | GET  | commissioner
office/months.csv                                    | GET  | commissioner
office/months.json                                   | GET  | auditor
office/figures/here/2026-10.csv                      | GET  | commissioner
office/figures/here/2026-10.json                     | GET  | commissioner
office/reports/here/2026-10.csv                      | GET  | commissioner
office/months/here/2026-10/                          | POST | supervisor
office/months/tables/                                | POST | records_officer
staff/import/{run}/rejected.csv                      | GET  | supervisor
alerts/export.csv                                    | GET  | defender
"""

# The API of jail systems: a key, and nothing else, opens it. GET, POST, PUT, PATCH, DELETE.
API = """
api/v1/schema/                                       | anyone 200  | anyone 405  | anyone 405 | anyone 405  | anyone 405
api/v1/bookings/                                     | key-own 405 | key-own 400 | key-own 405 | key-own 405 | key-own 405
api/v1/bookings/{booking}/                           | key 200 | key-own 405 | key-own 405 | key 400 | key-own 405
api/v1/bookings/{booking}/entered-in-error/          | key-own 405 | key 400 | key-own 405 | key-own 405 | key-own 405
api/v1/bookings/{booking}/release/                   | key-own 405 | key 400 | key-own 405 | key-own 405 | key-own 405
api/v1/bookings/{booking}/timeline/                  | key 200 | key-own 405 | key-own 405 | key-own 405 | key-own 405
api/v1/batch/                                        | key-own 405 | key-own 400 | key-own 405 | key-own 405 | key-own 405
api/v1/county/import-batches/                        | key-own 200 | key-own 405 | key-own 405 | key-own 405 | key-own 405
api/v1/bookings/{booking}/charges/{charges}/disposition/ | key-own 405 | key 400 | key-own 405 | key-own 405 | key-own 405
"""
# The dated lists are shared by all counties here: any key reads them, and none of one county among several changes them.
LISTS = """
api/v1/county/list-items/                            | key-own 200 | key-own 403 | key-own 405 | key-own 405 | key-own 405
api/v1/county/list-items/{list-items}/               | key-own 200 | key-own 405 | key-own 405 | key-own 403 | key-own 405
api/v1/county/list-items/{list-items}/end/           | key-own 405 | key-own 403 | key-own 405 | key-own 405 | key-own 405
"""
# Each kind of fact has the same three addresses ...
OF_BOOKING = """
api/v1/bookings/{booking}/KIND/                         | key 200 | key 400 | key-own 405 | key-own 405 | key-own 405
api/v1/bookings/{booking}/KIND/{KIND}/                  | key 200 | key-own 405 | key-own 405 | key 400 | key-own 405
api/v1/bookings/{booking}/KIND/{KIND}/entered-in-error/ | key-own 405 | key 400 | key-own 405 | key-own 405 | key-own 405
"""
KINDS = """
stays charges fingerprint-checks ice-calls consents visits detainers federal-requests citizenship-claims consular-notices
release-steps handovers allowing-offenses representations release-notifications attempts answers
"""
# ... and so have those of the county itself; some can be entered in error, some come to an end.
OF_COUNTY = """
api/v1/county/KIND/                                     | key-own 200 | key-own 400 | key-own 405 | key-own 405 | key-own 405
api/v1/county/KIND/{KIND}/                              | key 200 | key-own 405 | key-own 405 | key 400 | key-own 405
"""
COUNTY_KINDS = "policies nil-returns outages general-requests facilities profiles"
IN_ERROR = "api/v1/county/KIND/{KIND}/entered-in-error/ | key-own 405 | key 400 | key-own 405 | key-own 405 | key-own 405"
IN_ERROR_KINDS = "policies nil-returns outages general-requests"
ENDING = "api/v1/county/KIND/{KIND}/end/ | key-own 405 | key 400 | key-own 405 | key-own 405 | key-own 405"
ENDING_KINDS = "policies facilities"
REPEATED = [(OF_BOOKING, KINDS), (OF_COUNTY, COUNTY_KINDS), (IN_ERROR, IN_ERROR_KINDS), (ENDING, ENDING_KINDS)]
