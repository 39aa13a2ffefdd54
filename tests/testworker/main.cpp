// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <workers/parentchannel.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

// Sends back whatever it is sent, but objects with a "do" are things to do, as in
// workers/scripts/worker.js:
//
//   {"do": "exit", "code": 3}           {"do": "kill", "signal": 9}       {"do": "disconnect"}
//   {"do": "send", "count": 1000}       sends 0 to 999
//   {"do": "sendAndExit", "count": 9}   the same, and ends at once
//   {"do": "write", "text": "oops\n"}   past the channel's rules
//   {"do": "variables"}                 sends the variables of the channel that it sees
//   {"do": "pipe"}                      sends the reading end of a pipe that holds "from the child"
//
// Into a descriptor it writes "received", and sends the message back.
namespace {

void sendNumbers(ParentChannel *parent, int count)
{
    for (int i = 0; i < count; ++i)
        parent->send(i);
}

void sendPipe(ParentChannel *parent)
{
    int ends[2];
    if (pipe(ends) != 0 || write(ends[1], "from the child", 14) != 14)
        exit(101);
    parent->sendDescriptor(u"pipe"_s, ends[0]);
    close(ends[0]);
    close(ends[1]);
}

using Task = std::function<void(ParentChannel *, const QJsonObject &)>;

const std::map<QString, Task> &tasks()
{
    static const std::map<QString, Task> all{
        {u"exit"_s, [](auto *, const auto &order) { QCoreApplication::exit(order["code"_L1].toInt()); }},
        {u"kill"_s, [](auto *, const auto &order) { raise(order["signal"_L1].toInt()); }},
        {u"disconnect"_s, [](auto *parent, const auto &) { parent->disconnectChannel(); }},
        {u"send"_s,
         [](auto *parent, const auto &order) { sendNumbers(parent, order["count"_L1].toInt()); }},
        {u"sendAndExit"_s,
         [](auto *parent, const auto &order) {
             sendNumbers(parent, order["count"_L1].toInt());
             parent->disconnectChannel();
         }},
        {u"write"_s,
         [](auto *, const auto &order) {
             const QByteArray text = order["text"_L1].toString().toUtf8();
             if (write(3, text.constData(), static_cast<size_t>(text.size())) != text.size())
                 exit(102);
         }},
        {u"variables"_s,
         [](auto *parent, const auto &) {
             parent->send(QJsonArray{qEnvironmentVariableIsSet("NODE_CHANNEL_FD"),
                                     qEnvironmentVariableIsSet("NODE_CHANNEL_SERIALIZATION_MODE")});
         }},
        {u"pipe"_s, [](auto *parent, const auto &) { sendPipe(parent); }},
    };
    return all;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    ParentChannel *const parent = ParentChannel::instance();
    if (parent == nullptr) {
        fputs("no channel\n", stderr);
        return 100;
    }
    QObject::connect(parent, &ParentChannel::messageReceived, parent,
                     [parent](const QJsonValue &message) {
                         const auto task = tasks().find(message.toObject()["do"_L1].toString());
                         if (task == tasks().end())
                             parent->send(message);
                         else
                             task->second(parent, message.toObject());
                     });
    QObject::connect(parent, &ParentChannel::descriptorReceived, parent,
                     [parent](const QJsonValue &message, int fd) {
                         if (write(fd, "received", 8) != 8)
                             exit(103);
                         close(fd);
                         parent->send(message);
                     });
    QObject::connect(parent, &ParentChannel::disconnected, &application, &QCoreApplication::quit);
    return QCoreApplication::exec();
}
