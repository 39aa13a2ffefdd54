// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/spawnerfixture.h"
#include "jobhost/jobhosts.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Spawn;

// What scripts answer, by the protocol: what runs under Node runs without, and answers the same.
class JobHostScriptsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void answers_data();
    void answers();
    void hasTheGlobals_data() { addHosts(); }
    void hasTheGlobals();
    void preloadsAreGlobal_data() { addHosts(); }
    void preloadsAreGlobal();
    void languageIsQts();
    void consoleIsStandardError();

private:
    std::unique_ptr<Worker> host(const QString &program)
    {
        return startHost(m_fixture.spawner(), program, m_errors);
    }

    SpawnerFixture m_fixture;
    HostErrors m_errors;
};

void JobHostScriptsTest::answers_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QJsonObject>("asked");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonValue>("value"); // of an error, what it has among others
    const QJsonObject error{{u"name"_s, u"TypeError"_s},
                            {u"message"_s, u"no such thing"_s},
                            {u"code"_s, u"EGONE"_s},
                            {u"details"_s, QJsonObject{{u"tries"_s, 3}}}};
    const auto named = [](const QString &name, const QString &text) {
        return QJsonObject{{u"name"_s, name}, {u"message"_s, text}};
    };
    const auto coded = [](const QString &code) {
        return QJsonObject{{u"code"_s, code}};
    };
    const QJsonObject any{{u"a"_s, QJsonArray{1, QJsonValue::Null, u"\u00e4\n"_s}}};
    const QJsonObject prototype{{u"__proto__"_s, QJsonObject{{u"a"_s, 1}}}};
    const QJsonObject object{
        {u"notANumber"_s, QJsonValue::Null},
        {u"list"_s, QJsonArray{QJsonValue::Null, QJsonValue::Null}},
        {u"text"_s, u"\u00e4\u20ac"_s},
    };
    const QJsonObject plain{{u"name"_s, u"plain"_s},
                            {u"file"_s, u"plain.js"_s},
                            {u"isThis"_s, true},
                            {u"isSame"_s, true},
                            {u"id"_s, true}};
    const QJsonObject cycle{{u"early"_s, 1},
                            {u"second"_s, QJsonObject{{u"seen"_s, QJsonArray{u"early"_s}}}},
                            {u"late"_s, 2}};
    struct Row
    {
        const char *name;
        QJsonObject asked;
        QString kind;
        QJsonValue value = QJsonValue::Undefined;
    };
    const QString yes = u"done"_s;
    const QString no = u"failed"_s;
    const auto requires_ = [](const QString &name) {
        return request(1, u"requires.js"_s, name);
    };
    const auto promise = [](const QString &name) {
        return request(1, u"promise.js"_s, name);
    };
    const auto value = [](const QString &name) {
        return request(1, u"values.js"_s, name);
    };
    const auto fails = [](const QString &name) {
        return request(1, u"errors.js"_s, name);
    };
    const Row rows[] = {
        {"an object", request(1, u"ping.js"_s, any), yes, any},
        {"a key that is no prototype", request(1, u"ping.js"_s, prototype), yes, prototype},
        {"a number", request(1, u"ping.js"_s, -1.5), yes, -1.5},
        {"null", request(1, u"ping.js"_s), yes, QJsonValue::Null},
        {"a long text", request(1, u"ping.js"_s, QString(300'000, u'x')), yes,
         QString(300'000, u'x')},
        {"without its suffix", request(1, u"ping"_s, 1), yes, 1},
        {"in its own time", request(1, u"sleep.js"_s, 5), yes, u"slept"_s},
        {"no value", value(u"nothing"_s), yes},
        {"not a number", value(u"notANumber"_s), yes, QJsonValue::Null},
        {"toJSON()", value(u"date"_s), yes, u"1970-01-01T00:00:00.000Z"_s},
        {"an object with what is no JSON", value(u"object"_s), yes, object},
        {"fails with an error", fails(u"error"_s), no, error},
        {"fails with a text", fails(u"string"_s), no, u"a text"_s},
        {"fails with a number", fails(u"number"_s), no, 7},
        {"fails with an object", fails(u"object"_s), no, QJsonObject{{u"reason"_s, u"none"_s}}},
        {"a circle", fails(u"circular"_s), no, QJsonObject{{u"name"_s, u"TypeError"_s}}},
        {"throws", request(1, u"throw.js"_s, u"now"_s), no,
         named(u"RangeError"_s, u"thrown on purpose"_s)},
        {"a promise", promise(u"value"_s), yes, u"resolved"_s},
        {"a promise is rejected", promise(u"error"_s), no, named(u"RangeError"_s, u"rejected"_s)},
        {"rejected with nothing", promise(u"nothing"_s), no, QJsonValue::Null},
        {"a promise of a promise", promise(u"adopted"_s), yes, u"adopted"_s},
        {"all of them", promise(u"all"_s), yes, QJsonArray{1, 2, 3}},
        {"a rejection that is caught", promise(u"caught"_s), yes, u"lost"_s},
        {"one that is caught later", promise(u"caughtLater"_s), yes, u"in time"_s},
        {"finally", promise(u"finally"_s), yes, u"kept"_s},
        {"what has then()", promise(u"thenable"_s), yes, u"thenable"_s},
        {"nothing comes twice", promise(u"order"_s), yes,
         QJsonArray{u"now"_s, u"promise"_s, u"tick"_s, u"timer"_s}},
        {"timers", request(1, u"timers.js"_s), yes,
         QJsonArray{u"interval"_s, u"interval"_s, u"interval"_s, u"timer-1"_s}},
        {"an ECMAScript module", request(1, u"module.mjs"_s, 21), yes, 42},
        {"exports no function", request(1, u"nofunction.js"_s), no,
         named(u"TypeError"_s,
               u"\"%1\" exports no function"_s.arg(scriptPath(u"nofunction.js"_s)))},
        {"no such script", request(1, u"none.js"_s), no, coded(u"MODULE_NOT_FOUND"_s)},
        {"requires a file", requires_(u"./requires/plain.js"_s), yes, plain},
        {"requires without a suffix", requires_(u"./requires/plain"_s), yes, plain},
        {"requires by an absolute path", requires_(JOB_SCRIPTS u"requires/plain.js"_s), yes, plain},
        {"requires JSON", requires_(u"./requires/data"_s), yes,
         QJsonObject{{u"a"_s, QJsonArray{1, QJsonValue::Null}}}},
        {"requires what is no JSON", requires_(u"./requires/broken.json"_s), no,
         QJsonObject{{u"name"_s, u"SyntaxError"_s}}},
        {"requires a folder, and packages", requires_(u"./requires/folder"_s), yes,
         QJsonArray{u"folder"_s, u"pure"_s, u"plain"_s}},
        {"requires each other", requires_(u"./requires/first"_s), yes, cycle},
        {"requires what throws", requires_(u"./requires/throws"_s), no, coded(u"EMODULE"_s)},
        {"requires what is not there", requires_(u"./requires/none"_s), no,
         coded(u"MODULE_NOT_FOUND"_s)},
        {"requires a package that is not there", requires_(u"no-such-package"_s), no,
         coded(u"MODULE_NOT_FOUND"_s)},
        {"a function's text",
         inlineRequest(1, u"function (n, callback) { callback(null, n + 1); }"_s, 1), yes, 2},
        {"an arrow function's text", inlineRequest(1, u"(n) => n + 1"_s, 1), yes, 2},
        {"a module's text",
         inlineRequest(1, u"module.exports = (n) => [n, require('./requires/data').a[0]];"_s, 0),
         yes, QJsonArray{0, 1}},
        {"a text that throws", inlineRequest(1, u"throw new TypeError('no');"_s), no,
         named(u"TypeError"_s, u"qworker eval error: no"_s)},
        {"a text that is no JavaScript", inlineRequest(1, u"let x = ;"_s), no,
         QJsonObject{{u"name"_s, u"SyntaxError"_s}}},
    };
    for (const auto &[name, program] : jobHosts()) {
        for (const Row &row : rows)
            QTest::addRow("%s: %s", name, row.name)
                << program << row.asked << row.kind << row.value;
    }
}

void JobHostScriptsTest::answers()
{
    QFETCH(const QString, program);
    QFETCH(const QJsonObject, asked);
    QFETCH(const QString, kind);
    QFETCH(const QJsonValue, value);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QJsonObject answer = spy.ask(asked).toObject();
    QCOMPARE(answer[kind].toInt(), 1);
    if (kind == u"failed"_s && value.isObject()) {
        const QJsonObject wanted = value.toObject();
        QJsonObject found;
        for (const QString &key : wanted.keys())
            found.insert(key, answer[u"value"_s][key]);
        QCOMPARE(found, wanted);
    } else {
        QCOMPARE(answer[u"value"_s], value);
    }
    // An error begins as Node writes it.
    if (const QJsonValue stack = answer[u"value"_s][u"stack"_s]; stack.isString()) {
        const QString name = answer[u"value"_s][u"name"_s].toString();
        QVERIFY2(stack.toString().contains(name + u": "_s), qPrintable(stack.toString()));
    }
    worker->disconnectChannel();
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.messages.size(), 2);
    QCOMPARE(spy.exitCode, 0);
}

void JobHostScriptsTest::hasTheGlobals()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QJsonArray functions{
        u"setTimeout"_s,     u"setInterval"_s,   u"setImmediate"_s,
        u"clearTimeout"_s,   u"clearInterval"_s, u"clearImmediate"_s,
        u"queueMicrotask"_s, u"Promise"_s,       u"Map"_s,
    };
    const QJsonArray objects{u"globalThis"_s, u"global"_s, u"process"_s, u"console"_s, u"JSON"_s};
    for (const QJsonValue &name : functions)
        QCOMPARE(spy.ask(request(1, u"globals.js"_s, QJsonArray{name})),
                 QJsonValue(done(1, QJsonArray{u"function"_s})));
    for (const QJsonValue &name : objects)
        QCOMPARE(spy.ask(request(1, u"globals.js"_s, QJsonArray{name})),
                 QJsonValue(done(1, QJsonArray{u"object"_s})));
    const QString source
        = u"() => [process.pid, process.ppid, process.platform, process.cwd(),"
          " process.env.ASYNCSPAWNER_JOB_HOST, process.env.NODE_CHANNEL_FD,"
          " process.env.PATH, typeof process.argv[0], process.kill(process.pid, 0)]"_s;
    const QJsonArray facts = spy.ask(inlineRequest(2, source))[u"value"_s].toArray();
    const QJsonArray expected{
        worker->processId(),
        QCoreApplication::applicationPid(),
        u"linux"_s,
        QDir::currentPath(),
        QJsonValue::Null,
        QJsonValue::Null,
        qEnvironmentVariable("PATH"),
        u"string"_s,
        true,
    };
    QCOMPARE(facts, expected);
    const QString killing = u"() => { try { process.kill(0x7ffffff0, 'SIGTERM'); }"
                            " catch (error) { return [error.code, error.syscall]; } }"_s;
    QCOMPARE(spy.ask(inlineRequest(3, killing)),
             QJsonValue(done(3, QJsonArray{u"ESRCH"_s, u"kill"_s})));
}

void JobHostScriptsTest::preloadsAreGlobal()
{
    QFETCH(const QString, program);
    const auto worker = host(program);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const auto ask = [&](int run, const QString &name, const QString &file) {
        QJsonObject asked = inlineRequest(run, u"() => shout('loud')"_s);
        asked.insert(u"preloads"_s, QJsonObject{{name, file}});
        return spy.ask(asked);
    };
    QCOMPARE(ask(1, u"shout"_s, u"./shout"_s), QJsonValue(done(1, u"loud!"_s)));
    QCOMPARE(ask(2, u"shout"_s, JOB_SCRIPTS u"shout.js"_s), QJsonValue(done(2, u"loud!"_s)));
    const QJsonValue clash = ask(3, u"process"_s, u"./shout"_s);
    QCOMPARE(clash[u"failed"_s].toInt(), 3);
    QCOMPARE(errorMessage(clash), u"the preload \"process\" would replace a global of that name"_s);
    const QJsonValue missing = ask(4, u"other"_s, u"./none"_s);
    QCOMPARE(missing[u"failed"_s].toInt(), 4);
    QCOMPARE(missing[u"value"_s][u"code"_s].toString(), u"MODULE_NOT_FOUND"_s);
}

void JobHostScriptsTest::languageIsQts()
{
#ifndef JOBHOST
    QSKIP("the host without Node is not built");
#else
    const auto worker = host(JOBHOST);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QString path = scriptPath(u"syntax.js"_s);
    const QString text = errorMessage(spy.ask(request(1, u"syntax.js"_s)));
    QVERIFY2(text.startsWith(path + u":6: "_s), qPrintable(text));
    const QString inlined = errorMessage(spy.ask(inlineRequest(2, u"let a = 1;\nlet b = ;"_s)));
    QVERIFY2(inlined.startsWith(u"qworker eval error: "_s), qPrintable(inlined));
    QVERIFY2(inlined.contains(u"inline.js:2: "_s), qPrintable(inlined));
    const QJsonValue node = spy.ask(request(3, u"requires.js"_s, u"fs"_s));
    QCOMPARE(errorMessage(node), u"Cannot find module 'fs'"_s);
    QCOMPARE(node[u"value"_s][u"code"_s].toString(), u"MODULE_NOT_FOUND"_s);
#endif
}

void JobHostScriptsTest::consoleIsStandardError()
{
#ifndef JOBHOST
    QSKIP("the host without Node is not built");
#else
    const auto worker = host(JOBHOST);
    WorkerSpy spy(worker.get());
    QVERIFY(waitForReady(spy));
    const QString source = u"() => { for (const name of ['log', 'info', 'warn', 'error', 'debug'])"
                           " console[name](name, { a: [1] }, undefined, null, 1.5); return 1; }"_s;
    QCOMPARE(spy.ask(inlineRequest(1, source)), QJsonValue(done(1, 1)));
    worker->disconnectChannel();
    QVERIFY(spy.waitForFinished());
    const QByteArray rest = " {\"a\":[1]} undefined null 1.5\n";
    QCOMPARE(m_errors.read(),
             "log" + rest + "info" + rest + "warn" + rest + "error" + rest + "debug" + rest);
#endif
}

QTEST_GUILESS_MAIN(JobHostScriptsTest)
#include "tst_jobhostscripts.moc"
