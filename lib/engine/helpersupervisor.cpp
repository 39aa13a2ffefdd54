// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helpersupervisor.h"

#include "engine/helperlocator.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>

#include <cerrno>
#include <cstring>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Event::HelperEnd;
using Event::HelperProblem;
using Event::HelperState;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

static constexpr auto HandshakeTime = 5s;
static constexpr auto ClosingTime = 200ms; // from the end of its channel to the end of the process
static constexpr milliseconds BriefRest{100};
static constexpr int TurnsPerInterval = 4;

HelperSupervisor::HelperSupervisor(Reactor &reactor, Ledger &ledger, ControlGroups &groups,
                                   SupervisorListener &listener)
    : m_reactor(reactor), m_ledger(ledger), m_groups(groups), m_listener(listener)
{
}

HelperSupervisor::~HelperSupervisor()
{
    clearDeadlines();
}

void HelperSupervisor::configure(const EngineSettings &settings)
{
    m_settings = settings;
    if (isReady())
        setDeadline(m_settings.heartbeatInterval / TurnsPerInterval, Heartbeat);
}

void HelperSupervisor::setState(HelperState state)
{
    if (state == m_state)
        return;
    m_state = state;
    m_listener.helperStateChanged(state, processId());
}

void HelperSupervisor::setDeadline(milliseconds delay, Role role)
{
    std::optional<Deadlines::Key> &key = m_deadlines[role];
    if (key)
        m_reactor.clearDeadline(*key);
    key.reset();
    if (role == Heartbeat) {
        if (delay <= 0ms)
            return; // switched off
        m_nextTurn = after(Clock::now(), delay);
    }
    key = m_reactor.setDeadline(after(Clock::now(), delay), this, role);
}

void HelperSupervisor::clearDeadlines()
{
    for (std::optional<Deadlines::Key> &key : m_deadlines) {
        if (key)
            m_reactor.clearDeadline(*key);
        key.reset();
    }
}

// ---- Start -------------------------------------------------------------------------------------

void HelperSupervisor::start()
{
    if (m_process) {
        m_startAgain = m_killedFor == HelperEnd::Destroyed;
        return;
    }
    if (m_state == HelperState::Failed || m_state == HelperState::NotRunning)
        m_backOff.reset();
    startNow();
}

bool HelperSupervisor::mayRetryAfterFailure() const
{
    return !m_failedAt || Clock::now() - *m_failedAt >= m_rest;
}

void HelperSupervisor::startNow()
{
    clearDeadlines();
    m_failedAt.reset();
    m_killedFor.reset();
    m_problem.clear();
    m_incompatible.reset();
    m_startedAt = Clock::now();

    const HelperLocation location = locateHelper(m_settings.helperProgram);
    if (location.path.isEmpty()) {
        fail(HelperProblem::NotFound, location.error, location.text);
        return;
    }
    if (!m_settings.controlGroup.isEmpty()) {
        if (const int error = m_groups.open(QFile::encodeName(m_settings.controlGroup));
            error != 0) {
            fail(HelperProblem::FailedToStart, -error,
                 u"The control group \"%1\" cannot be used: %2"_s.arg(
                     m_settings.controlGroup, QString::fromLocal8Bit(strerrordesc_np(-error))));
            return;
        }
    }
    Wire::Descriptor control;
    Wire::Descriptor lane;
    m_link = std::make_unique<HelperLink>(m_reactor, *this, ++m_generation);
    m_process = std::make_unique<HelperProcess>(
        m_reactor, [this](const ExitStatus &status) { processEnded(status); },
        [this](QByteArray line) { m_listener.helperLogged(std::move(line)); });
    int error = m_ledger.isOpen() ? 0 : m_ledger.open();
    if (error == 0)
        error = m_link->open(control, lane);
    if (error == 0)
        error = m_process->start(location.path, control.get(), lane.get(), m_ledger.descriptor());
    if (error != 0) {
        m_link.reset();
        m_process.reset();
        m_problem = QString::fromLocal8Bit(location.path);
        startFailed(-error);
        return;
    }
    Wire::HelloMessage hello;
    hello.build = ASYNCSPAWNER_BUILD_ID;
    hello.encode(m_link->frames(), m_generation);
    if (m_groups.isOpen()) {
        const QByteArray &path = m_groups.path();
        Wire::ControlGroupMessage{{path.constData(), static_cast<size_t>(path.size())}}.encode(
            m_link->frames(), m_generation);
    }
    setState(HelperState::Starting);
    m_link->flush();
    setDeadline(HandshakeTime, Handshake);
}

void HelperSupervisor::startFailed(int error)
{
    const QString text = u"The helper \"%1\" could not be started: %2"_s.arg(
        m_problem, QString::fromLocal8Bit(strerrordesc_np(error)));
    // A shortage may pass; anything else is the same the next time.
    const bool shortage = error == EMFILE || error == ENFILE || error == EAGAIN || error == ENOMEM
        || error == ENOBUFS;
    const std::optional<milliseconds> delay = shortage
        ? m_backOff.next(m_settings.restart, 0ms, QRandomGenerator::global()->generateDouble())
        : std::nullopt;
    if (!delay) {
        fail(HelperProblem::FailedToStart, error, text);
        return;
    }
    setState(HelperState::Restarting);
    setDeadline(*delay, Restart);
}

void HelperSupervisor::fail(HelperProblem problem, int error, const QString &text)
{
    clearDeadlines();
    // A helper that keeps dying is worth a long rest. One that is not there is soon looked for, but
    // not by each command of a burst.
    m_failedAt = Clock::now();
    m_rest = problem == HelperProblem::GaveUp ? m_settings.restart.maximumDelay : BriefRest;
    setState(HelperState::Failed);
    m_listener.helperFailed({problem, error, text});
}

void HelperSupervisor::helloReceived(const Wire::Frame &frame)
{
    const std::optional<Wire::HelloMessage> hello = Wire::HelloMessage::decode(frame.body);
    if (!hello) {
        channelBroken(u"its greeting has no meaning"_s);
        return;
    }
    const QString build
        = QString::fromUtf8(hello->build.data(), static_cast<qsizetype>(hello->build.size()));
    if (hello->version != Wire::ProtocolVersion || build != ASYNCSPAWNER_BUILD_ID ""_L1) {
        m_incompatible = Event::HelperFailed{
            HelperProblem::Incompatible, EPROTO,
            u"The helper is of version %1 (protocol %2), the library of version %3 (protocol %4)."_s
                .arg(build)
                .arg(hello->version)
                .arg(ASYNCSPAWNER_BUILD_ID ""_L1)
                .arg(Wire::ProtocolVersion)};
        kill(HelperEnd::ProtocolError, m_incompatible->text);
        return;
    }
    clearDeadlines();
    m_heard = true;
    m_asked = false;
    m_silentTurns = 0;
    setState(HelperState::Running);
    setDeadline(m_settings.heartbeatInterval / TurnsPerInterval, Heartbeat);
    m_listener.helperReady();
}

// ---- Running -----------------------------------------------------------------------------------

void HelperSupervisor::frameReceived(const Wire::Frame &frame)
{
    if (!m_link || frame.generation != m_generation) {
        channelBroken(u"a frame is of another generation"_s);
        return;
    }
    m_heard = true;
    if (m_state == HelperState::Starting) {
        if (frame.type == Wire::MessageType::Hello)
            helloReceived(frame);
        else
            channelBroken(u"it did not greet first"_s);
        return;
    }
    if (frame.type != Wire::MessageType::Pong)
        m_listener.frameReceived(frame);
    else if (frame.id == m_pings)
        m_listener.helperAnswered(
            duration_cast<std::chrono::microseconds>(Clock::now() - m_pingedAt));
}

void HelperSupervisor::pidfdReceived(uint64_t id, Wire::Descriptor pidfd)
{
    m_heard = true;
    m_listener.pidfdReceived(id, std::move(pidfd));
}

void HelperSupervisor::channelBroken(const QString &problem)
{
    if (!m_process || m_killedFor)
        return;
    m_problem = problem;
    // As a rule the process is ending, and then its own status is the cause to tell.
    setDeadline(ClosingTime, Closing);
}

void HelperSupervisor::beat()
{
    const milliseconds turn = m_settings.heartbeatInterval / TurnsPerInterval;
    const bool onTime = Clock::now() - m_nextTurn < turn;
    if (m_heard) {
        m_heard = false;
        m_asked = false;
        m_silentTurns = 0;
    } else if (!m_asked) {
        // Ask only now: a busy helper is heard of anyway, and an idle one is woken rarely.
        if (++m_silentTurns >= TurnsPerInterval) {
            m_asked = true;
            m_silentTurns = 0;
            m_pingedAt = Clock::now();
            m_link->ping(++m_pings);
        }
    } else if (onTime && ++m_silentTurns > TurnsPerInterval) {
        kill(HelperEnd::Unresponsive,
             u"it did not answer for %1 ms"_s.arg(m_settings.heartbeatInterval.count()));
        return;
    }
    setDeadline(turn, Heartbeat);
}

void HelperSupervisor::deadlineReached(int role)
{
    m_deadlines[role].reset();
    switch (role) {
    case Handshake:
        kill(HelperEnd::Unresponsive, u"it did not greet"_s);
        break;
    case Heartbeat:
        beat();
        break;
    case Restart:
        startNow();
        break;
    case Closing:
        kill(HelperEnd::ProtocolError, m_problem);
        break;
    default:
        break;
    }
}

void HelperSupervisor::kill(HelperEnd reason, const QString &problem)
{
    if (!m_process || m_killedFor)
        return;
    m_killedFor = reason;
    m_problem = problem;
    m_process->kill();
}

// ---- End ---------------------------------------------------------------------------------------

void HelperSupervisor::stop()
{
    clearDeadlines();
    m_backOff.reset();
    m_startAgain = false;
    if (m_process) {
        m_killedFor = HelperEnd::Destroyed;
        m_process->kill();
    } else {
        setState(HelperState::NotRunning);
    }
}

void HelperSupervisor::processEnded(const ExitStatus &status)
{
    clearDeadlines();
    m_link->drain();
    Event::HelperEnded end;
    end.reason
        = m_killedFor.value_or(status.signalNumber != 0 ? HelperEnd::Crashed : HelperEnd::Exited);
    end.pid = m_process->pid();
    end.time = QDateTime::currentDateTimeUtc();
    const auto uptime = duration_cast<milliseconds>(Clock::now() - m_startedAt);
    end.uptime = uptime;
    end.status = status;
    end.problem = m_problem;
    const QByteArray lastWords = m_process->lastWords(); // the listener takes what end has
    end.lastWords = lastWords;
    m_link.reset();
    m_process.reset();

    if (end.reason == HelperEnd::Destroyed) {
        m_listener.helperEnded(end);
        setState(HelperState::NotRunning);
        if (std::exchange(m_startAgain, false))
            startNow();
        return;
    }
    const bool automatic = m_settings.restart.automatic && !m_incompatible;
    std::optional<milliseconds> delay;
    if (automatic) {
        delay = m_backOff.next(m_settings.restart, uptime,
                               QRandomGenerator::global()->generateDouble());
        end.backOff = delay.value_or(0ms);
    }
    m_listener.helperEnded(end);
    if (m_incompatible) {
        const Event::HelperFailed failure = *m_incompatible;
        fail(failure.problem, failure.error, failure.text);
    } else if (delay) {
        setState(HelperState::Restarting);
        setDeadline(*delay, Restart);
    } else if (automatic) {
        QString text = u"The helper ended %1 times in a row soon after its start."_s.arg(
            m_backOff.earlyEnds());
        if (!lastWords.isEmpty())
            text += u" Its last words: %1"_s.arg(QString::fromLocal8Bit(lastWords));
        fail(HelperProblem::GaveUp, EPIPE, text); // what a write to it would have met
    } else {
        setState(HelperState::NotRunning);
    }
}

} // namespace Spawn
