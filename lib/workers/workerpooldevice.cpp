// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/workerpooldevice.h"

#include "workers/jsonline.h"
#include "workers/linesplitter.h"
#include "workers/nodechannel.h"
#include "workers/workerpool_p.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace Spawn {

static constexpr qsizetype MaximumInput = 1 << 20; // bytes that wait for workers
static constexpr qsizetype LinePiece = 256 << 10; // of a line that is longer
static constexpr qsizetype OutputFullAt = 1 << 20; // bytes of answers that wait for their reader
static constexpr qsizetype OutputDrainedAt = 256 << 10;
static constexpr qsizetype MaximumPending = 10'000; // lines without an answer
// Ordered: lines sent beyond one that has none, whose answers have to be kept.
static constexpr quint64 MaximumAhead = 10'000;
static constexpr qsizetype OutputCompactAt = 256 << 10;
static constexpr int TagBits = 40; // the rest is the device's

static quint64 nextDevice()
{
    static quint64 last = 0;
    return ++last << TagBits;
}

WorkerPoolDevice::WorkerPoolDevice(WorkerPool *pool, const QString &program, QObject *parent)
    : QIODevice(parent), m_pool(pool), m_program(program),
      m_input(std::make_unique<LineSplitter>(NodeChannel::LongestLine)), m_tags(nextDevice())
{
    connect(pool, &WorkerPool::paused, this, [this] { m_ready = false; });
    connect(pool, &WorkerPool::drained, this, [this] {
        m_ready = true;
        wake();
    });
    connect(pool->d.get(), &WorkerPoolPrivate::answered, this, &WorkerPoolDevice::answered);
    connect(pool->d.get(), &WorkerPoolPrivate::lost, this, &WorkerPoolDevice::lost);
    QIODevice::open(ReadWrite | Unbuffered);
}

WorkerPoolDevice::~WorkerPoolDevice()
{
    setReading(true); // the pool's workers are not ours to hold up any more
}

// ---- What is written ---------------------------------------------------------------------------

qint64 WorkerPoolDevice::room() const
{
    if (m_inputEnded)
        return 0;
    const qint64 room = MaximumInput - bytesToWrite();
    // A line of more than that has to come whole.
    return std::max<qint64>(room, m_input->hasNext() ? 0 : LinePiece);
}

qint64 WorkerPoolDevice::bytesToWrite() const
{
    return m_input->rest();
}

qint64 WorkerPoolDevice::writeData(const char *data, qint64 size)
{
    if (m_inputEnded) {
        setErrorString(tr("The write channel is closed"));
        return -1;
    }
    const qint64 taken = std::min(size, room());
    memcpy(m_input->room(taken), data, static_cast<size_t>(taken));
    m_input->added(taken);
    wake();
    if (m_input->isTooLong()) {
        setErrorString(tr("A line of more than %1 bytes").arg(NodeChannel::LongestLine));
        m_input->clear();
        m_inputEnded = true;
        return -1;
    }
    return taken;
}

void WorkerPoolDevice::closeWriteChannel()
{
    m_inputEnded = true;
    wake();
}

void WorkerPoolDevice::close()
{
    closeWriteChannel();
    QIODevice::close();
}

// From the event loop: nobody is told of anything within a call.
void WorkerPoolDevice::wake()
{
    if (!std::exchange(m_wakePosted, true))
        QMetaObject::invokeMethod(this, &WorkerPoolDevice::sendOn, Qt::QueuedConnection);
}

void WorkerPoolDevice::sendOn()
{
    m_wakePosted = false;
    const QPointer<WorkerPoolDevice> guard(this);
    const qint64 before = bytesToWrite();
    // Nothing while the answers are not read: a worker that does not look keeps them in its memory.
    while (m_pool && m_ready && m_reading) {
        if (m_pending >= MaximumPending
            || (m_ordered && m_last + 1 - m_next >= MaximumAhead))
            break;
        std::optional<QByteArrayView> line = m_input->next();
        if (!line && m_inputEnded && m_input->rest() > 0)
            line = m_input->takeRest();
        if (!line)
            break;
        const bool ready = sendLine(*line);
        if (!guard)
            return;
        m_ready = m_ready && ready;
    }
    if (const qint64 written = before - bytesToWrite(); written > 0)
        Q_EMIT bytesWritten(written);
    if (guard)
        finishWhenAllIsAnswered();
}

bool WorkerPoolDevice::sendLine(QByteArrayView line)
{
    const QJsonValue value(QString::fromUtf8(line));
    const QPointer<WorkerPoolDevice> guard(this);
    const QStringList programs = m_program.isEmpty() ? m_pool->programs() : QStringList(m_program);
    bool ready = true;
    for (const QString &program : programs) {
        WorkerGroup *const group = m_pool->d->group(program);
        if (group == nullptr) {
            m_pool->d->drop(program, value);
        } else {
            ++m_pending;
            ready = group->send(value, m_tags | ++m_last) && ready;
        }
        if (!guard || !m_pool)
            return false;
    }
    if (programs.isEmpty())
        m_pool->d->drop(QString(), value);
    return ready;
}

// ---- What is read ------------------------------------------------------------------------------

void WorkerPoolDevice::answered(quint64 tag, const QJsonValue &answer)
{
    if (tag >> TagBits == m_tags >> TagBits)
        settled(tag ^ m_tags,
                (answer.isString() ? answer.toString().toUtf8() : toCompactJson(answer)) + '\n');
}

void WorkerPoolDevice::lost(quint64 tag)
{
    if (tag >> TagBits == m_tags >> TagBits)
        settled(tag ^ m_tags, QByteArray());
}

void WorkerPoolDevice::settled(quint64 tag, const QByteArray &lines)
{
    --m_pending;
    const qsizetype before = m_output.size();
    if (!m_ordered) {
        m_output += lines;
    } else {
        m_early.emplace(tag, lines);
        for (auto first = m_early.begin(); first != m_early.end() && first->first == m_next;
             first = m_early.erase(first), ++m_next)
            m_output += first->second;
        if (m_last + 1 - m_next == MaximumAhead / 2)
            wake();
    }
    if (m_output.size() - m_read >= OutputFullAt)
        setReading(false);
    const QPointer<WorkerPoolDevice> guard(this);
    if (m_output.size() > before)
        Q_EMIT readyRead();
    if (guard && (m_pending == 0 || m_pending == MaximumPending / 2))
        wake();
}

void WorkerPoolDevice::setReading(bool reading)
{
    if (!m_pool || std::exchange(m_reading, reading) == reading)
        return;
    m_pool->d->setReading(reading);
    if (reading)
        wake();
}

qint64 WorkerPoolDevice::bytesAvailable() const
{
    return m_output.size() - m_read + QIODevice::bytesAvailable();
}

bool WorkerPoolDevice::canReadLine() const
{
    return QByteArrayView(m_output).sliced(m_read).contains('\n') || QIODevice::canReadLine();
}

bool WorkerPoolDevice::atEnd() const
{
    return m_finished && bytesAvailable() == 0;
}

qint64 WorkerPoolDevice::readData(char *data, qint64 maximumSize)
{
    const qint64 size = std::min<qint64>(maximumSize, m_output.size() - m_read);
    if (size == 0)
        return m_finished ? -1 : 0;
    memcpy(data, m_output.constData() + m_read, static_cast<size_t>(size));
    m_read += size;
    if (m_read == m_output.size() || m_read > OutputCompactAt) {
        m_output.remove(0, m_read);
        m_read = 0;
    }
    if (m_output.size() - m_read < OutputDrainedAt)
        setReading(true);
    return size;
}

void WorkerPoolDevice::finishWhenAllIsAnswered()
{
    if (m_finished || !m_inputEnded || bytesToWrite() > 0 || m_pending > 0)
        return;
    m_finished = true;
    Q_EMIT readChannelFinished();
}

PoolPipe *WorkerPoolDevice::pipe(QIODevice *in, WorkerPool *pool, QIODevice *out)
{
    return new PoolPipe(in, pool, out);
}

} // namespace Spawn
