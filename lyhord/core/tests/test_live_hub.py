from lyhord.core.live.hub import QUEUE_LENGTH, RESYNC, Client, Hub, Told


def told(number: int, *topics: str) -> Told:
    return Told(id=number, topics=topics, kind="said", body={})


def test_an_event_with_two_topics_is_told_once() -> None:
    hub, client = Hub(), Client(topics=frozenset({"a", "b"}))
    hub.join(client)

    hub.tell([told(1, "a", "b")])

    assert client.queue.qsize() == 1


def test_a_screen_that_cannot_keep_up_is_told_to_read_again() -> None:
    hub, slow, other = Hub(), Client(topics=frozenset({"a"})), Client(topics=frozenset({"b"}))
    hub.join(slow)
    hub.join(other)

    hub.tell(told(number, "a") for number in range(QUEUE_LENGTH + 5))
    hub.tell([told(999, "b")])

    assert [slow.queue.get_nowait() for _ in range(slow.queue.qsize())] == [RESYNC, None]
    assert other.queue.qsize() == 1


def test_a_screen_that_left_is_told_nothing() -> None:
    hub, client = Hub(), Client(topics=frozenset({"a"}))
    hub.join(client)
    hub.leave(client)

    hub.tell([told(1, "a")])

    assert len(hub) == 0
    assert client.queue.empty()
