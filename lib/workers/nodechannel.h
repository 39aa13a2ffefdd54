// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "workers/channeloutput.h"
#include "workers/linesplitter.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QString>

#include <chrono>
#include <deque>
#include <functional>
#include <optional>

namespace Spawn {

// One end of Node's IPC channel, the parent's or the child's: a value of JSON a line, and
// descriptors beside those that say so. Lives in the thread that made it, and needs its event loop.
//
// What is sent is written by the event loop, many messages at once; what is received is handed out
// a millisecond at a time. Messages keep their order, those with descriptors among them.
class NodeChannel final : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype LongestLine = 64 << 20;

    // Those of what was to be sent, then those of the peer.
    enum class Fault {
        ChannelClosed, // nothing is sent any more
        ReservedMessage, // Node keeps objects whose "cmd" begins with "NODE_" to itself
        MalformedMessage, // a line that is no JSON, or descriptors that no message is about
        MessageTooLong, // more than LongestLine
        DescriptorRefused, // the peer got the message without it, again and again; goes on
        InvalidDescriptor, // the one that was to be sent is not open
    };
    enum class Sending {
        Refused, // faulted() has said why
        Full, // taken; but so much waits that the caller should wait for drained()
        Taken,
    };

    explicit NodeChannel(Wire::Descriptor socket, QObject *parent = nullptr);
    ~NodeChannel() override;

    bool isOpen() const { return m_socket && !m_closing && !m_output.isBroken(); }
    Sending send(const QJsonValue &message);
    Sending send(const QJsonValue &message, int fd); // a copy of it
    // JSON already, with its newline; not longer than LongestLine, and no object with a "cmd".
    Sending sendLine(QByteArray line);
    // Of Node's own: objects whose "cmd" begins with "NODE_". A copy of the descriptor goes along
    // if there is one, and Node's objects make nothing of it.
    Sending sendInternal(const QJsonObject &message, int fd = -1);
    // Blocks until such a message comes that is wanted. What else comes meanwhile is handed out
    // later, by the event loop.
    struct Incoming
    {
        QJsonValue message;
        Wire::Descriptor descriptor;
        bool isInternal = false; // Node's own
        bool isWithDescriptor = false;
    };
    std::optional<Incoming>
    waitForInternal(const std::function<bool(const QJsonObject &)> &isWanted,
                    std::chrono::milliseconds timeout);
    // Writes now what can be written without waiting for the peer.
    void flush() { write(); }
    qsizetype bytesToWrite() const { return m_output.size(); }
    // After disconnected(): the peer has gone without having read all that was sent, so certainly
    // not the last of it. The kernel says so, or it was not written.
    bool lastMessageUnread() const { return m_unread; }

    // Says no more, and is closed when the peer has heard all and says no more either.
    void disconnectChannel();
    // The peer's process has ended: what it has said is read, and nothing else is waited for, not
    // even a descendant that still holds its end.
    void peerHasEnded();
    // False: reads nothing, so the peer has to wait when the socket is full.
    void setReading(bool reading);

Q_SIGNALS:
    void messageReceived(const QJsonValue &message);
    void descriptorReceived(const QJsonValue &message, int fd); // the one receiver's to close
    // Node's own that is not the channel's affair, of its cluster. fd is the one receiver's to
    // close; -1: none came along.
    void internalReceived(const QJsonObject &message, int fd);
    void internalRefused(const QJsonObject &message); // the descriptor did not arrive with it
    void drained();
    void faulted(Spawn::NodeChannel::Fault fault, const QString &text);
    void disconnected(); // once; the last signal

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    bool isOpenToSend();
    bool mayBeSent(const QJsonValue &message);
    Sending added();
    void wake();
    void write();
    void discardOutput();
    void read();
    ssize_t receive();
    void deliver();
    void take(QByteArrayView line);
    void takeInternal(const QJsonObject &message);
    void takeHandle(const QJsonObject &message);
    void descriptorRefused(const QByteArray &line);
    void arrived(Incoming incoming);
    void handOut(Incoming incoming);
    bool deliverNext();
    void fail(Fault fault, const QString &text);
    void finish();

    Wire::Descriptor m_socket;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    ChannelOutput m_output;
    LineSplitter m_input{LongestLine};
    std::deque<Wire::Descriptor> m_descriptors; // received, and not taken by a message yet
    // Of no length. An event that is posted costs a system call where the loop is GLib's.
    QBasicTimer m_wake;
    std::function<bool(const QJsonObject &)> m_isWanted; // by who waits
    std::optional<Incoming> m_found; // that was
    std::deque<Incoming> m_deferred; // that came meanwhile
    bool m_wanted = true; // reading is
    bool m_ended = false; // end of file has been read
    bool m_peerHasEnded = false;
    bool m_unread = false;
    bool m_closing = false;
    bool m_shutDown = false;
    bool m_needsDrain = false;
};

} // namespace Spawn
