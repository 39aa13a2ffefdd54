// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include "wire/descriptorlane.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

#include <algorithm>
#include <deque>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace Spawn::Wire;
using Buffer = std::vector<uint8_t>;

// Conversations as an engine has them, but for some bytes, frames and packets: that are others,
// twice there, missing, or in another order. ASYNCSPAWNER_FUZZ_ROUNDS in the environment makes more
// of them, ASYNCSPAWNER_FUZZ_SEED the same ones again.
class tst_Fuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void f79_changedConversations();

private:
    static constexpr int Commands = 6;
    // Mapped in all. It has not a fifth of it, and a frame of the largest size fits three times.
    static constexpr rlim_t Memory = 64 << 20;

    struct Packet
    {
        LaneEntry entry;
        std::vector<int> fds;
    };
    struct Conversation
    {
        std::vector<Buffer> frames;
        std::vector<Packet> packets;
    };

    Conversation conversation(HelperLink &link);
    void change(Conversation &talk);
    static void send(HelperLink &link, const Conversation &talk);

    QRandomGenerator m_random;
};

// Nothing that it asks for can be executed: whichever byte of the name is another one, the first
// slashes lead to a device.
static Request request(int number)
{
    Request result;
    result.arguments = {"/dev/null/no-such", QByteArray::number(number)};
    if (number % 2 == 0) {
        result.message.streams[1].source = Source::Lane;
        result.message.childDescriptors = {3};
    }
    return result;
}

tst_Fuzz::Conversation tst_Fuzz::conversation(HelperLink &link)
{
    Conversation talk;
    ContextMessage context;
    context.directory = "/";
    context.environment = {"PATH=/bin", "A=1"};
    if (!context.encode(talk.frames.emplace_back(), HelperLink::Generation))
        qFatal("too large");
    for (int id = 1; id <= Commands; ++id) {
        link.prepareSlot(quint64(id));
        talk.frames.push_back(link.frameOf(quint64(id), request(id)));
        encodeEmpty(talk.frames.emplace_back(), MessageType::Ping, HelperLink::Generation,
                    uint64_t(id));
        if (id % 2 == 0)
            talk.packets.push_back({{quint64(id), 2, 0}, {STDERR_FILENO, STDERR_FILENO}});
    }
    return talk;
}

void tst_Fuzz::change(Conversation &talk)
{
    const auto any = [this](const auto &list) {
        return m_random.bounded(int(list.size()));
    };
    const int changes = m_random.bounded(1, 6);
    for (int i = 0; i < changes; ++i) {
        const int at = any(talk.frames);
        Buffer &frame = talk.frames[size_t(at)];
        switch (m_random.bounded(9)) {
        case 0: // twice
            talk.frames.insert(talk.frames.begin() + at, Buffer(frame));
            break;
        case 1: // missing
            if (talk.frames.size() > 1)
                talk.frames.erase(talk.frames.begin() + at);
            break;
        case 2: // in another order
            std::swap(frame, talk.frames[size_t(any(talk.frames))]);
            break;
        case 3: // cut short
            frame.resize(size_t(any(frame)) + 1);
            break;
        case 4: { // other descriptors
            Packet &packet = talk.packets[size_t(any(talk.packets))];
            packet.fds.resize(size_t(m_random.bounded(0, 250)), STDERR_FILENO);
            if (m_random.bounded(2) == 0)
                packet.entry.count = uint32_t(packet.fds.size());
            break;
        }
        case 5: // of another command
            talk.packets[size_t(any(talk.packets))].entry.id = quint64(m_random.bounded(8));
            break;
        default: // another byte; a count or a length as a rule
            frame[size_t(any(frame))]
                = uint8_t(m_random.bounded(3) == 0 ? 0xff : m_random.generate());
            break;
        }
    }
}

void tst_Fuzz::send(HelperLink &link, const Conversation &talk)
{
    for (const Packet &packet : talk.packets)
        (void)sendDescriptors(link.lane.get(), {&packet.entry, 1}, packet.fds);
    Buffer all;
    for (const Buffer &frame : talk.frames)
        all.insert(all.end(), frame.begin(), frame.end());
    link.sendBytes(all);
    shutdown(link.control.get(), SHUT_WR); // whatever it still waits for does not come
}

void tst_Fuzz::f79_changedConversations()
{
    const int rounds = std::max(1, qEnvironmentVariableIntValue("ASYNCSPAWNER_FUZZ_ROUNDS"));
    bool hasSeed = false;
    quint32 seed = qEnvironmentVariable("ASYNCSPAWNER_FUZZ_SEED").toUInt(&hasSeed);
    if (!hasSeed)
        seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    m_random.seed(seed);
    int refused = 0;
    int taken = 0;
    for (int round = 0; round < rounds; ++round) {
        // Many at a time: one that takes it all waits a second whether its application dies.
        std::deque<HelperLink> links(100);
        for (HelperLink &link : links) {
            QVERIFY(link.startAndGreet());
#ifndef __SANITIZE_ADDRESS__ // which maps the whole of its shadow
            const rlimit memory{Memory, Memory};
            QCOMPARE(prlimit(link.processId(), RLIMIT_AS, &memory, nullptr), 0);
#endif
            Conversation talk = conversation(link);
            change(talk);
            send(link, talk);
        }
        for (HelperLink &link : links) {
            const End end = link.helperEnd();
            const QByteArray words = link.standardError();
            QVERIFY2(end.code == CLD_EXITED && (end.status == 0 || end.status == 4),
                     words.constData());
            QCOMPARE(words.startsWith("protocol error: "), end.status == 4);
            (end.status == 4 ? refused : taken) += 1;
            // None but those that were asked for, and of these no program.
            for (quint64 id = 1; id <= LedgerSlots; ++id) {
                const LedgerSlot &slot = link.slot(id);
                if (slot.pid == 0)
                    continue;
                QVERIFY(id <= Commands);
                QCOMPARE(link.end(id), (End{CLD_EXITED, 127}));
                QCOMPARE(stateOf(&slot), LedgerState::Failed);
            }
        }
    }
    // Otherwise the changes are too many, or too few.
    QVERIFY(refused > 0);
    QVERIFY(taken > 0);
}

QTEST_GUILESS_MAIN(tst_Fuzz)
#include "tst_fuzz.moc"
