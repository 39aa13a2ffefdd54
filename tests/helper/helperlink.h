// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/frame.h"
#include "wire/ledger.h"
#include "wire/message.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <map>
#include <optional>
#include <vector>

// A command to ask the helper for. The standard streams are the null device unless message says
// otherwise; the descriptors are sent ahead, in the order in which message needs them.
struct Request
{
    QList<QByteArray> arguments;
    QList<QByteArray> environment{"PATH=/usr/local/bin:/usr/bin:/bin"}; // empty: the context's
    Spawn::Wire::SpawnMessage message;
    std::vector<int> descriptors;
};

struct Answer
{
    Spawn::Wire::MessageType type{};
    quint32 generation = 0;
    quint64 id = 0;
    QByteArray body;

    Spawn::Wire::Bytes bytes() const
    {
        return {reinterpret_cast<const uint8_t *>(body.constData()), size_t(body.size())};
    }
};

struct End
{
    int code = -1; // CLD_EXITED, CLD_KILLED …; -1: it did not come
    int status = -1;
    bool operator==(const End &) const = default;
};
inline constexpr int Patience = 10000; // ms; a wait that takes so long has failed

// The engine's ends of a real helper's descriptors. Waits, instead of running an event loop, and
// at most for Patience. Kills all that it has started when it goes.
class HelperLink final
{
public:
    static constexpr quint32 Generation = 7;

    HelperLink();
    ~HelperLink();
    Q_DISABLE_COPY_MOVE(HelperLink)

    // As an engine does it. What is null below is closed in the helper.
    bool start(const QList<QByteArray> &arguments = {});
    bool greet(); // hello, and the answer to it
    bool startAndGreet() { return start() && greet(); }
    pid_t processId() const { return m_pid; }
    End helperEnd();
    QByteArray standardError(); // up to its end

    // Raw.
    void sendBytes(const std::vector<uint8_t> &bytes);
    void sendLane(quint64 id, const std::vector<int> &fds);
    // Of an answer of that type, or nothing. Takes it.
    std::optional<Answer> answer(Spawn::Wire::MessageType type, std::optional<quint64> id = {});
    bool answersPing(quint64 number);

    // A slot is used for one command only: id - 1.
    Spawn::Wire::LedgerSlot &slot(quint64 id) { return m_ledger[id - 1]; }
    void prepareSlot(quint64 id);
    std::vector<uint8_t> frameOf(quint64 id, const Request &request) const;
    void spawn(quint64 id, const Request &request); // slot, descriptors and frame
    bool isCloned(quint64 id); // its pidfd has come
    bool hasPidfd(quint64 id); // without waiting
    End end(quint64 id); // reaps it
    QByteArray output(quint64 id, Request request, End *end = nullptr); // runs it to its end
    bool failedAt(quint64 id, Spawn::Wire::Stage stage, int error, quint32 detail = 0);

    QByteArray program; // to be started
    Spawn::Wire::Descriptor control;
    Spawn::Wire::Descriptor lane;
    Spawn::Wire::Descriptor ledger;
    // What the helper is to get.
    Spawn::Wire::Descriptor helperControl;
    Spawn::Wire::Descriptor helperLane;

private:
    bool receive(int timeout);

    pid_t m_pid = 0;
    Spawn::Wire::Descriptor m_pidfd;
    Spawn::Wire::Descriptor m_standardError;
    Spawn::Wire::LedgerSlot *m_ledger = nullptr;
    Spawn::Wire::FrameDecoder m_decoder;
    QList<Answer> m_answers;
    std::map<quint64, Spawn::Wire::Descriptor> m_pidfds;
};

// A ledger as an engine makes it, but for what a test changes.
Spawn::Wire::Descriptor makeLedger(size_t size = Spawn::Wire::LedgerSize, bool sealed = true);
Request testChildRequest(const QList<QByteArray> &words);
bool waitUntilReadable(int fd, int timeout = Patience);
QByteArray readAll(int fd); // up to its end
End waitForEnd(int pidfd);
