// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include "wire/descriptorlane.h"

#include <QtCore/QElapsedTimer>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn::Wire;

bool waitUntilReadable(int fd, int timeout)
{
    pollfd poller{fd, POLLIN, 0};
    return poll(&poller, 1, timeout) > 0;
}

QByteArray readAll(int fd)
{
    QByteArray bytes;
    char buffer[4096];
    while (waitUntilReadable(fd)) {
        const ssize_t size = read(fd, buffer, sizeof buffer);
        if (size <= 0)
            break;
        bytes.append(buffer, size);
    }
    return bytes;
}

End waitForEnd(int pidfd)
{
    siginfo_t info{};
    if (pidfd < 0 || !waitUntilReadable(pidfd)
        || waitid(static_cast<idtype_t>(P_PIDFD), static_cast<id_t>(pidfd), &info,
                  WEXITED | WNOHANG | __WALL)
            != 0)
        return {};
    return {info.si_code, info.si_status};
}

Descriptor makeLedger(size_t size, bool sealed)
{
    Descriptor file(memfd_create("ledger", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (ftruncate(file.get(), static_cast<off_t>(size)) != 0
        || (sealed && fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0))
        return {};
    return file;
}

Request testChildRequest(const QList<QByteArray> &words)
{
    Request request;
    request.arguments = QList<QByteArray>{TESTCHILD} + words;
    return request;
}

HelperLink::HelperLink() : program(HELPER_PROGRAM), ledger(makeLedger())
{
    int fds[2];
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds);
    control.reset(fds[0]);
    helperControl.reset(fds[1]);
    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds);
    lane.reset(fds[0]);
    helperLane.reset(fds[1]);
    m_ledger = static_cast<LedgerSlot *>(
        mmap(nullptr, LedgerSize, PROT_READ | PROT_WRITE, MAP_SHARED, ledger.get(), 0));
}

HelperLink::~HelperLink()
{
    if (m_pidfd)
        syscall(SYS_pidfd_send_signal, m_pidfd.get(), SIGKILL, nullptr, 0);
    helperEnd();
    receive(0);
    while (!m_pidfds.empty()) {
        const quint64 id = m_pidfds.begin()->first;
        kill(-slot(id).pid, SIGKILL);
        kill(slot(id).pid, SIGKILL); // it may have no group yet
        end(id);
    }
    munmap(m_ledger, LedgerSize);
}

bool HelperLink::start(const QList<QByteArray> &arguments)
{
    int errors[2];
    if (pipe2(errors, O_CLOEXEC) != 0)
        return false;
    m_standardError.reset(errors[0]);
    const Descriptor standardError(errors[1]);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, standardError.get(), 2);
    // Above all that they are put on: what is put first must not close another's source.
    std::vector<Descriptor> sources;
    int target = ControlDescriptor;
    for (const Descriptor *given : {&helperControl, &helperLane, &ledger}) {
        if (*given) {
            sources.emplace_back(fcntl(given->get(), F_DUPFD_CLOEXEC, 50));
            posix_spawn_file_actions_adddup2(&actions, sources.back().get(), target);
        }
        ++target;
    }
    std::vector<char *> argv{program.data()};
    for (const QByteArray &argument : arguments)
        argv.push_back(const_cast<char *>(argument.constData()));
    argv.push_back(nullptr);
    char *environment[] = {nullptr};
    const int error
        = posix_spawn(&m_pid, program.constData(), &actions, nullptr, argv.data(), environment);
    posix_spawn_file_actions_destroy(&actions);
    helperControl.reset();
    helperLane.reset();
    if (error != 0)
        return false;
    m_pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, m_pid, 0)));
    return bool(m_pidfd);
}

bool HelperLink::greet()
{
    std::vector<uint8_t> bytes;
    HelloMessage hello;
    hello.build = "test";
    hello.encode(bytes, Generation);
    sendBytes(bytes);
    return answer(MessageType::Hello).has_value();
}

End HelperLink::helperEnd()
{
    const End end = waitForEnd(m_pidfd.get());
    m_pidfd.reset();
    return end;
}

QByteArray HelperLink::standardError()
{
    return readAll(m_standardError.get());
}

void HelperLink::sendBytes(const std::vector<uint8_t> &bytes)
{
    size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t size
            = send(control.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (size < 0 && errno != EINTR)
            return; // the helper has ended: what the test asks next shows it
        sent += static_cast<size_t>(size);
    }
}

void HelperLink::sendLane(quint64 id, const std::vector<int> &fds)
{
    const LaneEntry entry{id, static_cast<uint32_t>(fds.size()), 0};
    QElapsedTimer timer;
    timer.start();
    while (sendDescriptors(lane.get(), {&entry, 1}, fds) == -EAGAIN && timer.elapsed() < Patience) {
        pollfd poller{lane.get(), POLLOUT, 0};
        poll(&poller, 1, Patience);
    }
}

bool HelperLink::receive(int timeout)
{
    pollfd pollers[] = {{control.get(), POLLIN, 0}, {lane.get(), POLLIN, 0}};
    if (poll(pollers, 2, timeout) <= 0)
        return false;
    bool any = false;
    if (pollers[0].revents != 0) {
        uint8_t buffer[65536];
        const ssize_t size = recv(control.get(), buffer, sizeof buffer, MSG_DONTWAIT);
        if (size > 0) {
            any = true;
            m_decoder.append({buffer, static_cast<size_t>(size)});
            while (const auto frame = m_decoder.next()) {
                m_answers.append({frame->type, frame->generation, frame->id,
                                  QByteArray(reinterpret_cast<const char *>(frame->body.data()),
                                             qsizetype(frame->body.size()))});
            }
        }
    }
    if (pollers[1].revents != 0) {
        std::vector<ReceivedDescriptors> received;
        const int result = receiveDescriptors(lane.get(), received);
        // A helper that left something unread: the kernel tells that first, and then gives out what
        // the helper had sent.
        any = any || result == -ECONNRESET;
        if (result > 0) {
            any = true;
            for (ReceivedDescriptors &entry : received) {
                if (entry.descriptors.size() == 1)
                    m_pidfds[entry.id] = std::move(entry.descriptors[0]);
            }
        }
    }
    return any;
}

std::optional<Answer> HelperLink::answer(MessageType type, std::optional<quint64> id)
{
    for (;;) {
        for (qsizetype i = 0; i < m_answers.size(); ++i) {
            if (m_answers[i].type == type && (!id || m_answers[i].id == *id))
                return m_answers.takeAt(i);
        }
        if (!receive(Patience))
            return {};
    }
}

bool HelperLink::answersPing(quint64 number)
{
    std::vector<uint8_t> bytes;
    encodeEmpty(bytes, MessageType::Ping, Generation, number);
    sendBytes(bytes);
    return answer(MessageType::Pong, number).has_value();
}

void HelperLink::prepareSlot(quint64 id)
{
    slot(id) = {id, 0, static_cast<uint32_t>(LedgerState::Prepared), 0, 0, 0, 0, 0};
}

std::vector<uint8_t> HelperLink::frameOf(quint64 id, const Request &request) const
{
    std::vector<uint8_t> bytes;
    SpawnMessage message = request.message;
    message.slot = static_cast<uint32_t>(id - 1);
    if (!request.environment.isEmpty())
        message.flags |= SpawnMessage::OwnEnvironment;
    SpawnEncoder encoder(bytes, Generation, id, message,
                         static_cast<uint32_t>(request.arguments.size()),
                         static_cast<uint32_t>(request.environment.size()));
    for (const QByteArray &text : request.arguments + request.environment)
        encoder.string({text.constData(), static_cast<size_t>(text.size())});
    return encoder.finish() ? bytes : std::vector<uint8_t>();
}

void HelperLink::spawn(quint64 id, const Request &request)
{
    prepareSlot(id);
    if (!request.descriptors.empty())
        sendLane(id, request.descriptors);
    sendBytes(frameOf(id, request));
}

bool HelperLink::hasPidfd(quint64 id)
{
    while (receive(0)) { }
    return m_pidfds.contains(id);
}

bool HelperLink::isCloned(quint64 id)
{
    while (!m_pidfds.contains(id)) {
        if (!receive(Patience))
            return false;
    }
    return true;
}

End HelperLink::end(quint64 id)
{
    if (!isCloned(id))
        return {};
    const auto it = m_pidfds.find(id);
    slot(id).reaped = 1;
    const End end = waitForEnd(it->second.get());
    m_pidfds.erase(it);
    return end;
}

QByteArray HelperLink::output(quint64 id, Request request, End *end)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0)
        return {};
    const Descriptor reader(fds[0]);
    Descriptor writer(fds[1]);
    request.message.streams[1].source = Source::Lane;
    const bool hasInput = request.message.streams[0].source == Source::Lane;
    request.descriptors.insert(request.descriptors.begin() + (hasInput ? 1 : 0), writer.get());
    spawn(id, request);
    writer.reset();
    const QByteArray bytes = readAll(reader.get());
    const End itsEnd = this->end(id);
    if (end != nullptr)
        *end = itsEnd;
    return bytes;
}

bool HelperLink::failedAt(quint64 id, Stage stage, int error, quint32 detail)
{
    const End itsEnd = end(id);
    const LedgerSlot &it = slot(id);
    const bool same = itsEnd == End{CLD_EXITED, 127} && stateOf(&it) == LedgerState::Failed
        && it.stage == static_cast<uint32_t>(stage) && it.error == error && it.detail == detail;
    if (!same) {
        qWarning("end %d/%d, state %u, stage %u, errno %d, detail %u", itsEnd.code, itsEnd.status,
                 it.state, it.stage, it.error, it.detail);
    }
    return same;
}
