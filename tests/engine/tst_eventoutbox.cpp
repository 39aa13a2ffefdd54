// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/eventoutbox.h"

#include <QtTest/QTest>

using namespace Spawn;

class TestEventOutbox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wakesOnceForABatch();
    void doesNotWakeForNothing();
    void tellsAStartWithWhatFollows();
    void tellsAStartAloneALittleLater();
    void discards();
};

struct Outbox
{
    Reactor reactor;
    int wakeUps = 0;
    std::shared_ptr<EventMailbox> mailbox = std::make_shared<EventMailbox>([this] { ++wakeUps; });
    EventOutbox outbox{reactor, mailbox};

    size_t take()
    {
        std::vector<EngineEvent> events;
        mailbox->take(events);
        return events.size();
    }
};

void TestEventOutbox::wakesOnceForABatch()
{
    Outbox o;
    o.outbox.add(Event::Started{1, 2});
    o.outbox.add(Event::Exited{1, 0, 0});
    QCOMPARE(o.wakeUps, 0);
    o.outbox.endOfBatch();
    QCOMPARE(o.wakeUps, 1);
    QCOMPARE(o.take(), size_t{2});
}

void TestEventOutbox::doesNotWakeForNothing()
{
    Outbox o;
    o.outbox.endOfBatch();
    o.outbox.add(Event::Exited{1, 0, 0});
    o.outbox.endOfBatch();
    o.outbox.endOfBatch();
    QCOMPARE(o.wakeUps, 1);
}

void TestEventOutbox::tellsAStartWithWhatFollows()
{
    Outbox o;
    o.outbox.add(Event::Starting{1});
    o.outbox.endOfBatch();
    QCOMPARE(o.wakeUps, 0);
    o.outbox.add(Event::Started{1, 2});
    o.outbox.endOfBatch();
    QCOMPARE(o.wakeUps, 1);
    QCOMPARE(o.take(), size_t{2});
}

void TestEventOutbox::tellsAStartAloneALittleLater()
{
    Outbox o;
    o.outbox.add(Event::Starting{1});
    o.outbox.endOfBatch();
    QVERIFY(o.reactor.poll(10000));
    o.outbox.endOfBatch();
    QCOMPARE(o.wakeUps, 1);
    QCOMPARE(o.take(), size_t{1});
}

void TestEventOutbox::discards()
{
    Outbox o;
    o.outbox.add(Event::Exited{1, 0, 0});
    o.outbox.discard();
    o.outbox.endOfBatch();
    QCOMPARE(o.wakeUps, 0);
    QCOMPARE(o.take(), size_t{0});
}

QTEST_GUILESS_MAIN(TestEventOutbox)
#include "tst_eventoutbox.moc"
