// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/leftovers.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QStringList>

#include <csignal>
#include <unistd.h>

static constexpr char TagName[] = "TEST_TAG";

static QByteArray readFile(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static QList<qint64> allProcesses()
{
    QList<qint64> result;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &entry : entries) {
        bool isNumber = false;
        const qint64 processId = entry.toLongLong(&isNumber);
        if (isNumber)
            result.append(processId);
    }
    return result;
}

struct ProcessStat
{
    char state = 'X';
    qint64 parent = 0;
};

static ProcessStat statOf(qint64 processId)
{
    const QByteArray stat = readFile(QStringLiteral("/proc/%1/stat").arg(processId));
    // The name before it may hold blanks and parentheses.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 2 || fields[0].size() != 1)
        return {};
    return {fields[0].front(), fields[1].toLongLong()};
}

static quint64 signalSet(const QByteArray &status, const QByteArray &field)
{
    const qsizetype start = status.indexOf('\n' + field) + 1 + field.size();
    const quint64 bits
        = status.mid(start, status.indexOf('\n', start) - start).trimmed().toULongLong(nullptr, 16);
    // The C library takes 32 and 33 for itself as soon as it needs them, and Qt ignores SIGPIPE as
    // soon as it opens a socket.
    return bits & ~(quint64{3} << 31) & ~(quint64{1} << (SIGPIPE - 1));
}

Leftovers::Leftovers() : m_signals(currentSignals())
{
    static int count = 0;
    const QByteArray value = QByteArray::number(QCoreApplication::applicationPid()) + '.'
        + QByteArray::number(++count);
    qputenv(TagName, value);
    m_tag = TagName + ('=' + value);
    recordDescriptors();
}

Leftovers::~Leftovers()
{
    qunsetenv(TagName);
}

void Leftovers::recordDescriptors()
{
    m_descriptors = currentDescriptors();
}

void Leftovers::expect(qint64 processId)
{
    m_expected.append(processId);
}

QString Leftovers::check() const
{
    QStringList left;
    const QList<qint64> ours = children();
    for (const qint64 child : ours) {
        if (!m_expected.contains(child)) {
            left += QStringLiteral("child %1, state %2")
                        .arg(child)
                        .arg(QLatin1Char(statOf(child).state));
        }
    }
    const QList<qint64> tagged = taggedProcesses();
    for (const qint64 processId : tagged) {
        if (!m_expected.contains(processId) && !ours.contains(processId))
            left += QStringLiteral("process %1 with the tag").arg(processId);
    }

    const QList<QByteArray> descriptors = currentDescriptors();
    if (descriptors.size() > m_descriptors.size()) {
        QByteArrayList more = descriptors;
        for (const QByteArray &known : m_descriptors)
            more.removeOne(known);
        left += QStringLiteral("%1 descriptors instead of %2: %3")
                    .arg(descriptors.size())
                    .arg(m_descriptors.size())
                    .arg(QString::fromLocal8Bit(more.join(", ")));
    }

    const Signals now = currentSignals();
    if (now.blocked != m_signals.blocked)
        left += QStringLiteral("another signal mask");
    if (now.ignored != m_signals.ignored || now.caught != m_signals.caught) {
        left += QStringLiteral(
                    "other dispositions: ignored %1 instead of %2, caught %3 instead of %4")
                    .arg(now.ignored, 0, 16)
                    .arg(m_signals.ignored, 0, 16)
                    .arg(now.caught, 0, 16)
                    .arg(m_signals.caught, 0, 16);
    }
    return left.join(u'\n');
}

QList<qint64> Leftovers::taggedProcesses() const
{
    QList<qint64> result;
    const QList<qint64> processes = allProcesses();
    for (const qint64 processId : processes) {
        if (processId == QCoreApplication::applicationPid())
            continue;
        const QByteArray environment = readFile(QStringLiteral("/proc/%1/environ").arg(processId));
        if (environment.split('\0').contains(m_tag) && isAlive(processId))
            result.append(processId);
    }
    return result;
}

QList<qint64> Leftovers::children()
{
    QList<qint64> result;
    const QList<qint64> processes = allProcesses();
    for (const qint64 processId : processes) {
        const ProcessStat stat = statOf(processId);
        if (stat.parent == QCoreApplication::applicationPid() && stat.state != 'X')
            result.append(processId);
    }
    return result;
}

bool Leftovers::isAlive(qint64 processId)
{
    const char state = statOf(processId).state;
    return state != 'Z' && state != 'X';
}

Leftovers::Signals Leftovers::currentSignals()
{
    const QByteArray status = readFile(QStringLiteral("/proc/thread-self/status"));
    Signals result;
    result.blocked = signalSet(status, "SigBlk:");
    result.ignored = signalSet(status, "SigIgn:");
    result.caught = signalSet(status, "SigCgt:");
    return result;
}

QList<QByteArray> Leftovers::currentDescriptors()
{
    QList<QByteArray> result;
    const QDir folder(QStringLiteral("/proc/self/fd"));
    const QStringList entries
        = folder.entryList(QDir::Files | QDir::System | QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        char target[256];
        const QByteArray link = "/proc/self/fd/" + entry.toLatin1();
        const ssize_t size = readlink(link.constData(), target, sizeof target);
        if (size >= 0) // the one that listed the folder is closed by now
            result.append(entry.toLatin1() + ' ' + QByteArray(target, size));
    }
    return result;
}
