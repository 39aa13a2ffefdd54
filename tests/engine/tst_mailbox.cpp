// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/mailbox.h"

#include <QtTest/QtTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace Spawn;

class TestMailbox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheOrder();
    void saysWhenItWasEmpty();
    void takesMoveOnlyValues();
    void losesNothingBetweenThreads();
};

void TestMailbox::keepsTheOrder()
{
    Mailbox<int> mailbox;
    mailbox.post(1);
    std::vector<int> more{2, 3};
    mailbox.postAll(more);
    QVERIFY(more.empty());
    std::vector<int> taken;
    mailbox.take(taken);
    QCOMPARE(taken, (std::vector<int>{1, 2, 3}));
}

void TestMailbox::saysWhenItWasEmpty()
{
    Mailbox<int> mailbox;
    std::vector<int> none;
    QVERIFY(!mailbox.postAll(none));
    QVERIFY(mailbox.post(1));
    QVERIFY(!mailbox.post(2));
    std::vector<int> more{3};
    QVERIFY(!mailbox.postAll(more));
    std::vector<int> taken;
    mailbox.take(taken);
    more = {4};
    QVERIFY(mailbox.postAll(more));
}

void TestMailbox::takesMoveOnlyValues()
{
    Mailbox<std::unique_ptr<int>> mailbox;
    mailbox.post(std::make_unique<int>(7));
    std::vector<std::unique_ptr<int>> more;
    more.push_back(std::make_unique<int>(8));
    mailbox.postAll(more);
    std::vector<std::unique_ptr<int>> taken;
    mailbox.take(taken);
    QCOMPARE(taken.size(), size_t(2));
    QCOMPARE(*taken[0] + *taken[1], 15);
}

void TestMailbox::losesNothingBetweenThreads()
{
    static constexpr int Writers = 4;
    static constexpr int Each = 5000;
    Mailbox<std::pair<int, int>> mailbox;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < Writers; ++writer) {
        writers.emplace_back([&mailbox, writer] {
            for (int i = 0; i < Each; ++i)
                mailbox.post({writer, i});
        });
    }
    int next[Writers] = {};
    int total = 0;
    bool inOrder = true;
    std::vector<std::pair<int, int>> taken;
    while (total < Writers * Each) {
        mailbox.take(taken);
        for (const auto &[writer, number] : taken)
            inOrder = inOrder && number == next[writer]++;
        total += static_cast<int>(taken.size());
        taken.clear();
    }
    for (std::thread &writer : writers)
        writer.join();
    QVERIFY(inOrder);
    QCOMPARE(total, Writers * Each);
}

QTEST_GUILESS_MAIN(TestMailbox)
#include "tst_mailbox.moc"
