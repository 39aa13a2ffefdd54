// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/requestmailbox.h"

#include <QtTest/QtTest>

#include <poll.h>
#include <thread>

using namespace Spawn;

class TestRequestMailbox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotWakeWhoIsAwake();
    void wakesOnceForABurst();
    void refusesWhenClosed();
    void missesNoWakeUp();
};

static bool isAwakened(const RequestMailbox &mailbox, int timeoutMs = 0)
{
    pollfd entry{mailbox.descriptor(), POLLIN, 0};
    return poll(&entry, 1, timeoutMs) > 0;
}

void TestRequestMailbox::doesNotWakeWhoIsAwake()
{
    RequestMailbox mailbox;
    QVERIFY(mailbox.post({1, Request::Start{}}));
    QVERIFY(!isAwakened(mailbox));
}

void TestRequestMailbox::wakesOnceForABurst()
{
    RequestMailbox mailbox;
    mailbox.announceSleep();
    for (quint64 i = 0; i < 16; ++i)
        QVERIFY(mailbox.post({i + 1, Request::Start{}}));
    uint64_t count = 0;
    QCOMPARE(read(mailbox.descriptor(), &count, sizeof count), ssize_t(sizeof count));
    QCOMPARE(count, uint64_t(1));
    std::vector<EngineRequest> taken;
    mailbox.take(taken);
    QCOMPARE(taken.size(), size_t(16));
    QCOMPARE(taken.back().spawner, uint64_t(16));
}

void TestRequestMailbox::refusesWhenClosed()
{
    RequestMailbox mailbox;
    mailbox.close();
    QVERIFY(!mailbox.post({1, Request::Start{}}));
}

// The reader sleeps as the I/O thread does; a wake-up that were lost would make it time out.
void TestRequestMailbox::missesNoWakeUp()
{
    static constexpr int Count = 20000;
    static constexpr int Long = 10000;
    RequestMailbox mailbox;
    std::thread writer([&mailbox] {
        for (int i = 0; i < Count; ++i) {
            mailbox.post({1, Request::Start{}});
            if (i % 7 == 0)
                std::this_thread::yield();
        }
    });
    int total = 0;
    bool timedOut = false;
    std::vector<EngineRequest> taken;
    const auto take = [&] {
        mailbox.take(taken);
        total += static_cast<int>(taken.size());
        const bool any = !taken.empty();
        taken.clear();
        return any;
    };
    while (total < Count && !timedOut) {
        do {
            mailbox.announceSleep();
        } while (take());
        if (total < Count) {
            timedOut = !isAwakened(mailbox, Long);
            mailbox.clearWake();
        }
        mailbox.announceAwake();
        take();
    }
    writer.join();
    QVERIFY(!timedOut);
    QCOMPARE(total, Count);
}

QTEST_GUILESS_MAIN(TestRequestMailbox)
#include "tst_requestmailbox.moc"
