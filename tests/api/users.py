"""What a user says and is shown, over HTTP."""

from datetime import UTC, datetime, timedelta

ANN = "/v1/users/ann"
HOUR = timedelta(hours=1)


def say(client, paper, kind="like", user="ann", **more):
    answer = client.put(f"/v1/users/{user}/feedback/{paper}", json={"kind": kind, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def recommended(client, user="ann", **query):
    answer = client.get(f"/v1/users/{user}/recommendations", params={"limit": 100, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(client, user="ann", **query):
    return [item["paper"]["id"] for item in recommended(client, user, **query)["data"]]


def ago(hours):
    return (datetime.now(UTC) - hours * HOUR).isoformat()
