CREATE TABLE schema_version (version INTEGER NOT NULL);
COMMENT ON TABLE schema_version IS '表结构版本';
INSERT INTO schema_version VALUES (1);
CREATE TABLE runs (
  run_id VARCHAR NOT NULL,
  started_at TIMESTAMP NOT NULL,
  finished_at TIMESTAMP,
  version VARCHAR NOT NULL,
  sources_seen INTEGER NOT NULL CHECK (sources_seen >= 0),
  loaded INTEGER NOT NULL CHECK (loaded >= 0),
  skipped INTEGER NOT NULL CHECK (skipped >= 0),
  failed INTEGER NOT NULL CHECK (failed >= 0),
  PRIMARY KEY (run_id)
);
COMMENT ON TABLE runs IS '入库批次：每次入库一行';
COMMENT ON COLUMN runs.run_id IS '批次编号';
COMMENT ON COLUMN runs.started_at IS '开始时间：UTC';
COMMENT ON COLUMN runs.finished_at IS '结束时间：UTC';
COMMENT ON COLUMN runs.version IS '程序版本';
COMMENT ON COLUMN runs.sources_seen IS '见到的文件数';
COMMENT ON COLUMN runs.loaded IS '入库数';
COMMENT ON COLUMN runs.skipped IS '未变而略过数';
COMMENT ON COLUMN runs.failed IS '失败数';
INSERT INTO runs VALUES ('r1', '2026-11-22T20:00:49.061423', '2026-11-22T20:00:49.180755', '0.1.0', 2, 1, 0, 1);
CREATE TABLE sources (
  source_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  uri VARCHAR NOT NULL,
  media_type VARCHAR,
  byte_size BIGINT CHECK (byte_size >= 0),
  page_count INTEGER CHECK (page_count >= 0),
  reader VARCHAR,
  status VARCHAR NOT NULL CHECK (status IN ('loaded', 'failed', 'skipped')),
  error VARCHAR,
  landed_at TIMESTAMP NOT NULL,
  loaded_at TIMESTAMP NOT NULL,
  run_id VARCHAR NOT NULL,
  fingerprint VARCHAR,
  PRIMARY KEY (source_id)
);
COMMENT ON TABLE sources IS '来源：落地的文件，一个文件一行';
COMMENT ON COLUMN sources.source_id IS '来源编号：内容 SHA-256 的前 12 位；读不到内容的取地址的';
COMMENT ON COLUMN sources.name IS '文件名';
COMMENT ON COLUMN sources.uri IS '地址';
COMMENT ON COLUMN sources.media_type IS '媒体类型';
COMMENT ON COLUMN sources.byte_size IS '字节数';
COMMENT ON COLUMN sources.page_count IS '页数';
COMMENT ON COLUMN sources.reader IS '读取程序';
COMMENT ON COLUMN sources.status IS '状态（loaded | failed | skipped）';
COMMENT ON COLUMN sources.error IS '失败原因';
COMMENT ON COLUMN sources.landed_at IS '首次落地时间：UTC';
COMMENT ON COLUMN sources.loaded_at IS '最近入库时间：UTC';
COMMENT ON COLUMN sources.run_id IS '入库批次编号';
COMMENT ON COLUMN sources.fingerprint IS '指纹：文件内容与规则共同的 SHA-256，不变则不重读';
INSERT INTO sources VALUES ('000000000000', 'b.txt', 'file:///b.txt', NULL, NULL, NULL, NULL, 'failed', 'The file is empty; leave it out.', '2026-11-22T20:00:49.064415', '2026-11-22T20:00:49.064415', 'r1', NULL);
INSERT INTO sources VALUES ('64879f7d6b96', 'yunxi.txt', 'file:///yunxi.txt', 'text/plain', 4, 3, 'text', 'loaded', NULL, '2026-11-22T20:00:49.064415', '2026-11-22T20:00:49.064415', 'r1', '64879f7d6b96 rules');
CREATE TABLE documents (
  document_id VARCHAR NOT NULL,
  source_id VARCHAR NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  parent_document_id VARCHAR,
  plan_id VARCHAR NOT NULL,
  title VARCHAR,
  issuer VARCHAR,
  doc_number VARCHAR,
  registration_number VARCHAR,
  addressees VARCHAR,
  copied_to VARCHAR,
  kind VARCHAR,
  status VARCHAR NOT NULL CHECK (status IN ('final', 'draft')),
  region VARCHAR,
  issued_on DATE,
  printed_on DATE,
  published_on DATE,
  effective_on DATE,
  period_start DATE,
  period_end DATE,
  page_start INTEGER NOT NULL CHECK (page_start >= 1),
  page_end INTEGER NOT NULL CHECK (page_end >= 1),
  text VARCHAR NOT NULL,
  is_preferred BOOLEAN NOT NULL,
  PRIMARY KEY (document_id)
);
COMMENT ON TABLE documents IS '文件：来源中的每份公文一行';
COMMENT ON COLUMN documents.document_id IS '文件编号';
COMMENT ON COLUMN documents.source_id IS '来源编号';
COMMENT ON COLUMN documents.ordinal IS '序号：从 1 起';
COMMENT ON COLUMN documents.parent_document_id IS '主件编号：附件所属的文件';
COMMENT ON COLUMN documents.plan_id IS '计划编号：各份副本相同：首选副本的编号';
COMMENT ON COLUMN documents.title IS '标题';
COMMENT ON COLUMN documents.issuer IS '发文机关';
COMMENT ON COLUMN documents.doc_number IS '发文字号';
COMMENT ON COLUMN documents.registration_number IS '规范性文件登记号';
COMMENT ON COLUMN documents.addressees IS '主送机关';
COMMENT ON COLUMN documents.copied_to IS '抄送机关';
COMMENT ON COLUMN documents.kind IS '文种：方案、意见、规划等';
COMMENT ON COLUMN documents.status IS '文件状态（final | draft）';
COMMENT ON COLUMN documents.region IS '地区';
COMMENT ON COLUMN documents.issued_on IS '成文日期';
COMMENT ON COLUMN documents.printed_on IS '印发日期';
COMMENT ON COLUMN documents.published_on IS '发布日期';
COMMENT ON COLUMN documents.effective_on IS '施行日期';
COMMENT ON COLUMN documents.period_start IS '计划期起';
COMMENT ON COLUMN documents.period_end IS '计划期止';
COMMENT ON COLUMN documents.page_start IS '起始页';
COMMENT ON COLUMN documents.page_end IS '终止页';
COMMENT ON COLUMN documents.text IS '正文：各处字符位置以此为准';
COMMENT ON COLUMN documents.is_preferred IS '首选副本：同一计划只有一份为真';
INSERT INTO documents VALUES ('64879f7d6b96.1', '64879f7d6b96', 1, NULL, '64879f7d6b96.1', '云溪市河湖清洁行动方案（2022—2025年）', '云溪市人民政府办公室', '云溪政办发〔2022〕7号', NULL, NULL, NULL, '方案', 'final', '云溪市', '2022-03-08', NULL, NULL, NULL, '2022-01-01', '2025-12-31', 1, 2, '一、主要任务
按年度推进。
（一）清理河道
1.清淤疏浚。2023年底前清淤30公里以上。
（牵头单位：市水利局；配合单位：市财政局）
每季度巡查一次，2025年底前建成20座闸站。（市水利局、云溪县人民政府负责）
2.垃圾清运。2024年6月底前清运率达到95%。
（以上各项由市城市管理局指导）
（二）宣传引导
依据《云溪市节水条例》开展宣传。', TRUE);
INSERT INTO documents VALUES ('64879f7d6b96.2', '64879f7d6b96', 2, '64879f7d6b96.1', '64879f7d6b96.2', '云溪市河湖清洁考核办法', NULL, NULL, NULL, NULL, NULL, NULL, 'final', '云溪市', NULL, NULL, NULL, NULL, NULL, NULL, 3, 3, '第一条 “河湖清洁”是指水面无漂浮物。', TRUE);
CREATE TABLE lines (
  source_id VARCHAR NOT NULL,
  line_no INTEGER NOT NULL CHECK (line_no >= 1),
  page INTEGER NOT NULL CHECK (page >= 1),
  x0 DOUBLE NOT NULL,
  top DOUBLE NOT NULL,
  x1 DOUBLE NOT NULL,
  bottom DOUBLE NOT NULL,
  text VARCHAR NOT NULL,
  role VARCHAR NOT NULL CHECK (role IN ('issuer_mark', 'doc_number', 'title', 'addressee', 'heading', 'body', 'attachment_note', 'signature', 'date', 'seal', 'copy_list', 'imprint', 'page_number', 'head', 'foot', 'navigation', 'contents', 'box', 'table', 'note', 'glossary', 'noise')),
  document_id VARCHAR,
  char_start INTEGER CHECK (char_start >= 0),
  char_end INTEGER CHECK (char_end >= 0),
  PRIMARY KEY (source_id, line_no)
);
COMMENT ON TABLE lines IS '印刷行：读到的每一行一行，每个字符只出现一次';
COMMENT ON COLUMN lines.source_id IS '来源编号';
COMMENT ON COLUMN lines.line_no IS '行号：在来源中从 1 起';
COMMENT ON COLUMN lines.page IS '页码：从 1 起';
COMMENT ON COLUMN lines.x0 IS '左：单位为点；无版面的文件为列号';
COMMENT ON COLUMN lines.top IS '上：单位为点；无版面的文件为行号';
COMMENT ON COLUMN lines.x1 IS '右';
COMMENT ON COLUMN lines.bottom IS '下';
COMMENT ON COLUMN lines.text IS '原文';
COMMENT ON COLUMN lines.role IS '版面要素：按 GB/T 9704—2012（issuer_mark | doc_number | title | addressee | heading | body | attachment_note | signature | date | seal | copy_list | imprint | page_number | head | foot | navigation | contents | box | table | note | glossary | noise）';
COMMENT ON COLUMN lines.document_id IS '文件编号';
COMMENT ON COLUMN lines.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN lines.char_end IS '终止字符：不含';
INSERT INTO lines VALUES ('64879f7d6b96', 1, 1, 0.0, 1.0, 13.0, 1.0, '云溪政办发〔2022〕7号', 'doc_number', NULL, NULL, NULL);
INSERT INTO lines VALUES ('64879f7d6b96', 2, 1, 0.0, 2.0, 23.0, 2.0, '云溪市河湖清洁行动方案（2022—2025年）', 'title', NULL, NULL, NULL);
INSERT INTO lines VALUES ('64879f7d6b96', 3, 1, 0.0, 3.0, 6.0, 3.0, '一、主要任务', 'heading', '64879f7d6b96.1', 0, 6);
INSERT INTO lines VALUES ('64879f7d6b96', 4, 1, 0.0, 4.0, 6.0, 4.0, '按年度推进。', 'body', '64879f7d6b96.1', 7, 13);
INSERT INTO lines VALUES ('64879f7d6b96', 5, 1, 0.0, 5.0, 7.0, 5.0, '（一）清理河道', 'heading', '64879f7d6b96.1', 14, 21);
INSERT INTO lines VALUES ('64879f7d6b96', 6, 1, 0.0, 6.0, 23.0, 6.0, '1.清淤疏浚。2023年底前清淤30公里以上。', 'body', '64879f7d6b96.1', 22, 45);
INSERT INTO lines VALUES ('64879f7d6b96', 7, 1, 0.0, 7.0, 5.0, 7.0, '— 1 —', 'page_number', NULL, NULL, NULL);
INSERT INTO lines VALUES ('64879f7d6b96', 8, 2, 0.0, 8.0, 21.0, 8.0, '（牵头单位：市水利局；配合单位：市财政局）', 'note', '64879f7d6b96.1', 46, 67);
INSERT INTO lines VALUES ('64879f7d6b96', 9, 2, 0.0, 9.0, 39.0, 9.0, '每季度巡查一次，2025年底前建成20座闸站。（市水利局、云溪县人民政府负责）', 'body', '64879f7d6b96.1', 68, 107);
INSERT INTO lines VALUES ('64879f7d6b96', 10, 2, 0.0, 10.0, 25.0, 10.0, '2.垃圾清运。2024年6月底前清运率达到95%。', 'body', '64879f7d6b96.1', 108, 133);
INSERT INTO lines VALUES ('64879f7d6b96', 11, 2, 0.0, 11.0, 15.0, 11.0, '（以上各项由市城市管理局指导）', 'note', '64879f7d6b96.1', 134, 149);
INSERT INTO lines VALUES ('64879f7d6b96', 12, 2, 0.0, 12.0, 7.0, 12.0, '（二）宣传引导', 'heading', '64879f7d6b96.1', 150, 157);
INSERT INTO lines VALUES ('64879f7d6b96', 13, 2, 0.0, 13.0, 16.0, 13.0, '依据《云溪市节水条例》开展宣传。', 'body', '64879f7d6b96.1', 158, 174);
INSERT INTO lines VALUES ('64879f7d6b96', 14, 2, 0.0, 14.0, 5.0, 14.0, '— 2 —', 'page_number', NULL, NULL, NULL);
INSERT INTO lines VALUES ('64879f7d6b96', 15, 3, 0.0, 15.0, 11.0, 15.0, '云溪市河湖清洁考核办法', 'title', NULL, NULL, NULL);
INSERT INTO lines VALUES ('64879f7d6b96', 16, 3, 0.0, 16.0, 19.0, 16.0, '第一条 “河湖清洁”是指水面无漂浮物。', 'body', '64879f7d6b96.2', 0, 19);
CREATE TABLE sections (
  section_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  parent_id VARCHAR,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  level INTEGER NOT NULL CHECK (level >= 1),
  marker VARCHAR NOT NULL,
  number INTEGER,
  path VARCHAR NOT NULL,
  heading VARCHAR NOT NULL,
  intro VARCHAR NOT NULL,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (section_id)
);
COMMENT ON TABLE sections IS '章节：下设编号条目的编号条目';
COMMENT ON COLUMN sections.section_id IS '章节编号';
COMMENT ON COLUMN sections.document_id IS '文件编号';
COMMENT ON COLUMN sections.parent_id IS '上级章节编号';
COMMENT ON COLUMN sections.ordinal IS '序号：从 1 起';
COMMENT ON COLUMN sections.level IS '层级：最外层为 1';
COMMENT ON COLUMN sections.marker IS '印出的编号：如（一）';
COMMENT ON COLUMN sections.number IS '编号数值';
COMMENT ON COLUMN sections.path IS '编号路径：由外到内各级编号，以点相连，如 2.1.4';
COMMENT ON COLUMN sections.heading IS '标题';
COMMENT ON COLUMN sections.intro IS '引言：标题与第一个下级条目之间的文字';
COMMENT ON COLUMN sections.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN sections.char_end IS '终止字符：不含';
INSERT INTO sections VALUES ('64879f7d6b96.1.s1', '64879f7d6b96.1', NULL, 1, 1, '一、', 1, '1', '主要任务', '按年度推进。', 0, 174);
INSERT INTO sections VALUES ('64879f7d6b96.1.s2', '64879f7d6b96.1', '64879f7d6b96.1.s1', 2, 2, '（一）', 1, '1.1', '清理河道', '', 14, 139);
INSERT INTO sections VALUES ('64879f7d6b96.1.s3', '64879f7d6b96.1', '64879f7d6b96.1.s1', 3, 2, '（二）', 2, '1.2', '宣传引导', '', 150, 174);
CREATE TABLE measures (
  measure_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  kind VARCHAR NOT NULL CHECK (kind IN ('item', 'article', 'box_item', 'table_row')),
  marker VARCHAR NOT NULL,
  number INTEGER,
  path VARCHAR NOT NULL,
  title VARCHAR,
  text VARCHAR NOT NULL,
  page_start INTEGER NOT NULL CHECK (page_start >= 1),
  page_end INTEGER NOT NULL CHECK (page_end >= 1),
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (measure_id)
);
COMMENT ON TABLE measures IS '举措：自有正文的最深一级编号条目';
COMMENT ON COLUMN measures.measure_id IS '举措编号';
COMMENT ON COLUMN measures.document_id IS '文件编号';
COMMENT ON COLUMN measures.section_id IS '章节编号';
COMMENT ON COLUMN measures.ordinal IS '序号：从 1 起';
COMMENT ON COLUMN measures.kind IS '类别（item | article | box_item | table_row）';
COMMENT ON COLUMN measures.marker IS '印出的编号：如（一）';
COMMENT ON COLUMN measures.number IS '编号数值';
COMMENT ON COLUMN measures.path IS '编号路径：由外到内各级编号，以点相连，如 2.1.4';
COMMENT ON COLUMN measures.title IS '标题';
COMMENT ON COLUMN measures.text IS '正文：含责任注释';
COMMENT ON COLUMN measures.page_start IS '起始页';
COMMENT ON COLUMN measures.page_end IS '终止页';
COMMENT ON COLUMN measures.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN measures.char_end IS '终止字符：不含';
INSERT INTO measures VALUES ('64879f7d6b96.1.m1', '64879f7d6b96.1', '64879f7d6b96.1.s2', 1, 'item', '1.', 1, '1.1.1', '清淤疏浚', '清淤疏浚。2023年底前清淤30公里以上。
（牵头单位：市水利局；配合单位：市财政局）
每季度巡查一次，2025年底前建成20座闸站。（市水利局、云溪县人民政府负责）', 1, 2, 24, 107);
INSERT INTO measures VALUES ('64879f7d6b96.1.m2', '64879f7d6b96.1', '64879f7d6b96.1.s2', 2, 'item', '2.', 2, '1.1.2', '垃圾清运', '垃圾清运。2024年6月底前清运率达到95%。', 2, 2, 110, 134);
INSERT INTO measures VALUES ('64879f7d6b96.1.m3', '64879f7d6b96.1', '64879f7d6b96.1.s3', 3, 'item', '（二）', 2, '1.2', '宣传引导', '依据《云溪市节水条例》开展宣传。', 2, 2, 158, 174);
INSERT INTO measures VALUES ('64879f7d6b96.2.m1', '64879f7d6b96.2', NULL, 1, 'article', '第一条', 1, '1', NULL, '“河湖清洁”是指水面无漂浮物。', 3, 3, 4, 19);
CREATE TABLE tasks (
  task_id VARCHAR NOT NULL,
  measure_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  title VARCHAR,
  text VARCHAR NOT NULL,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (task_id)
);
COMMENT ON TABLE tasks IS '任务：一条责任注释所结的事项；无注释的举措为一项任务';
COMMENT ON COLUMN tasks.task_id IS '任务编号';
COMMENT ON COLUMN tasks.measure_id IS '举措编号';
COMMENT ON COLUMN tasks.document_id IS '文件编号';
COMMENT ON COLUMN tasks.ordinal IS '序号：从 1 起';
COMMENT ON COLUMN tasks.title IS '标题';
COMMENT ON COLUMN tasks.text IS '正文：不含责任注释';
COMMENT ON COLUMN tasks.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN tasks.char_end IS '终止字符：不含';
INSERT INTO tasks VALUES ('64879f7d6b96.1.m1t1', '64879f7d6b96.1.m1', '64879f7d6b96.1', 1, NULL, '清淤疏浚。2023年底前清淤30公里以上。', 24, 67);
INSERT INTO tasks VALUES ('64879f7d6b96.1.m1t2', '64879f7d6b96.1.m1', '64879f7d6b96.1', 2, '巡查', '每季度巡查一次，2025年底前建成20座闸站。', 68, 107);
INSERT INTO tasks VALUES ('64879f7d6b96.1.m2t1', '64879f7d6b96.1.m2', '64879f7d6b96.1', 1, NULL, '垃圾清运。2024年6月底前清运率达到95%。', 110, 133);
INSERT INTO tasks VALUES ('64879f7d6b96.1.m3t1', '64879f7d6b96.1.m3', '64879f7d6b96.1', 1, NULL, '依据《云溪市节水条例》开展宣传。', 158, 174);
INSERT INTO tasks VALUES ('64879f7d6b96.2.m1t1', '64879f7d6b96.2.m1', '64879f7d6b96.2', 1, NULL, '“河湖清洁”是指水面无漂浮物。', 4, 19);
CREATE TABLE units (
  unit_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  short_name VARCHAR NOT NULL,
  region VARCHAR,
  kind VARCHAR NOT NULL CHECK (kind IN ('party', 'government', 'congress', 'cppcc', 'court', 'procuratorate', 'mass_organisation', 'enterprise', 'other')),
  is_collective BOOLEAN NOT NULL,
  PRIMARY KEY (unit_id)
);
COMMENT ON TABLE units IS '单位：地区之内的规范名称，一个单位一行';
COMMENT ON COLUMN units.unit_id IS '单位编号：由名称与地区得出';
COMMENT ON COLUMN units.name IS '规范名称';
COMMENT ON COLUMN units.short_name IS '简称';
COMMENT ON COLUMN units.region IS '地区';
COMMENT ON COLUMN units.kind IS '类别（party | government | congress | cppcc | court | procuratorate | mass_organisation | enterprise | other）';
COMMENT ON COLUMN units.is_collective IS '是否泛称：如市级有关部门';
INSERT INTO units VALUES ('u9d1c7612179c', '云溪县人民政府', '云溪县人民政府', '云溪市', 'government', FALSE);
INSERT INTO units VALUES ('ue2ef02511ccb', '云溪市城市管理局', '市城市管理局', '云溪市', 'government', FALSE);
INSERT INTO units VALUES ('uef1a8e3418df', '云溪市水利局', '市水利局', '云溪市', 'government', FALSE);
INSERT INTO units VALUES ('uf9806b242440', '云溪市财政局', '市财政局', '云溪市', 'government', FALSE);
CREATE TABLE unit_aliases (
  alias VARCHAR NOT NULL,
  region VARCHAR NOT NULL,
  unit_id VARCHAR NOT NULL,
  PRIMARY KEY (alias, region)
);
COMMENT ON TABLE unit_aliases IS '单位别名：各地文件中印出的写法；一种写法指几个单位时取最常见的';
COMMENT ON COLUMN unit_aliases.alias IS '写法';
COMMENT ON COLUMN unit_aliases.region IS '地区：单位无地区的为空文本';
COMMENT ON COLUMN unit_aliases.unit_id IS '单位编号';
INSERT INTO unit_aliases VALUES ('云溪县人民政府', '云溪市', 'u9d1c7612179c');
INSERT INTO unit_aliases VALUES ('市城市管理局', '云溪市', 'ue2ef02511ccb');
INSERT INTO unit_aliases VALUES ('市水利局', '云溪市', 'uef1a8e3418df');
INSERT INTO unit_aliases VALUES ('市财政局', '云溪市', 'uf9806b242440');
CREATE TABLE assignments (
  assignment_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  measure_id VARCHAR,
  task_id VARCHAR,
  unit_id VARCHAR NOT NULL,
  role VARCHAR NOT NULL CHECK (role IN ('lead', 'responsible', 'participant', 'support', 'guidance', 'supervision')),
  surface VARCHAR NOT NULL,
  qualifier VARCHAR,
  is_open_ended BOOLEAN NOT NULL,
  basis VARCHAR NOT NULL CHECK (basis IN ('stated', 'section', 'standing')),
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  rule VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (assignment_id)
);
COMMENT ON TABLE assignments IS '责任分工：某单位以某角色承担某任务、举措或章节';
COMMENT ON COLUMN assignments.assignment_id IS '分工编号';
COMMENT ON COLUMN assignments.document_id IS '文件编号';
COMMENT ON COLUMN assignments.section_id IS '章节编号';
COMMENT ON COLUMN assignments.measure_id IS '举措编号';
COMMENT ON COLUMN assignments.task_id IS '任务编号';
COMMENT ON COLUMN assignments.unit_id IS '单位编号';
COMMENT ON COLUMN assignments.role IS '角色（lead | responsible | participant | support | guidance | supervision）';
COMMENT ON COLUMN assignments.surface IS '原文';
COMMENT ON COLUMN assignments.qualifier IS '限定语：如按职责分工负责';
COMMENT ON COLUMN assignments.is_open_ended IS '名单未尽：印有“等”“等部门”';
COMMENT ON COLUMN assignments.basis IS '依据：本处、章节末、前文统一说明（stated | section | standing）';
COMMENT ON COLUMN assignments.ordinal IS '序号：从 1 起';
COMMENT ON COLUMN assignments.rule IS '规则：读出此项的规则名';
COMMENT ON COLUMN assignments.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN assignments.char_end IS '终止字符：不含';
INSERT INTO assignments VALUES ('64879f7d6b96.1.a1', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t1', 'uef1a8e3418df', 'lead', '市水利局', NULL, FALSE, 'stated', 1, '', 52, 56);
INSERT INTO assignments VALUES ('64879f7d6b96.1.a2', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t1', 'uf9806b242440', 'support', '市财政局', NULL, FALSE, 'stated', 2, '', 62, 66);
INSERT INTO assignments VALUES ('64879f7d6b96.1.a3', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t2', 'uef1a8e3418df', 'responsible', '市水利局', NULL, FALSE, 'stated', 1, '', 92, 96);
INSERT INTO assignments VALUES ('64879f7d6b96.1.a4', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t2', 'u9d1c7612179c', 'responsible', '云溪县人民政府', NULL, FALSE, 'stated', 2, '', 97, 104);
INSERT INTO assignments VALUES ('64879f7d6b96.1.a5', '64879f7d6b96.1', '64879f7d6b96.1.s2', NULL, NULL, 'ue2ef02511ccb', 'guidance', '市城市管理局', NULL, FALSE, 'stated', 1, '', 140, 146);
CREATE TABLE dates (
  date_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  measure_id VARCHAR,
  task_id VARCHAR,
  kind VARCHAR NOT NULL CHECK (kind IN ('deadline', 'period', 'recurrence', 'duration', 'point')),
  surface VARCHAR NOT NULL,
  start_on DATE,
  end_on DATE,
  due_on DATE,
  rrule VARCHAR,
  duration VARCHAR,
  working_days INTEGER CHECK (working_days >= 0),
  modifier VARCHAR CHECK (modifier IN ('BEFORE', 'AFTER', 'ON_OR_BEFORE', 'ON_OR_AFTER', 'EQUAL_OR_LESS', 'EQUAL_OR_MORE', 'START', 'MID', 'END', 'APPROX')),
  precision VARCHAR CHECK (precision IN ('day', 'ten_days', 'month', 'quarter', 'half_year', 'year', 'plan')),
  year_is_inferred BOOLEAN NOT NULL,
  is_ambiguous BOOLEAN NOT NULL,
  rule VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (date_id)
);
COMMENT ON TABLE dates IS '时间：期限、时段、周期、时长、时点';
COMMENT ON COLUMN dates.date_id IS '时间编号';
COMMENT ON COLUMN dates.document_id IS '文件编号';
COMMENT ON COLUMN dates.section_id IS '章节编号';
COMMENT ON COLUMN dates.measure_id IS '举措编号';
COMMENT ON COLUMN dates.task_id IS '任务编号';
COMMENT ON COLUMN dates.kind IS '类别（deadline | period | recurrence | duration | point）';
COMMENT ON COLUMN dates.surface IS '原文';
COMMENT ON COLUMN dates.start_on IS '起始日';
COMMENT ON COLUMN dates.end_on IS '终止日：含当日';
COMMENT ON COLUMN dates.due_on IS '最迟完成日：当日完成仍为按期';
COMMENT ON COLUMN dates.rrule IS '周期规则：RFC 5545 RRULE';
COMMENT ON COLUMN dates.duration IS '时长：ISO 8601';
COMMENT ON COLUMN dates.working_days IS '工作日数';
COMMENT ON COLUMN dates.modifier IS '修饰：TIMEX3 mod（BEFORE | AFTER | ON_OR_BEFORE | ON_OR_AFTER | EQUAL_OR_LESS | EQUAL_OR_MORE | START | MID | END | APPROX）';
COMMENT ON COLUMN dates.precision IS '精度（day | ten_days | month | quarter | half_year | year | plan）';
COMMENT ON COLUMN dates.year_is_inferred IS '年份为推定：年份未印出，取自计划标题';
COMMENT ON COLUMN dates.is_ambiguous IS '有歧义';
COMMENT ON COLUMN dates.rule IS '规则：读出此项的规则名';
COMMENT ON COLUMN dates.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN dates.char_end IS '终止字符：不含';
INSERT INTO dates VALUES ('64879f7d6b96.1.d1', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', NULL, 'deadline', '2023年底前', NULL, NULL, '2023-12-31', NULL, NULL, NULL, 'ON_OR_BEFORE', 'year', FALSE, FALSE, '', 29, 36);
INSERT INTO dates VALUES ('64879f7d6b96.1.d2', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t2', 'recurrence', '每季度', NULL, NULL, NULL, 'FREQ=MONTHLY;INTERVAL=3', NULL, NULL, NULL, NULL, FALSE, FALSE, '', 68, 71);
INSERT INTO dates VALUES ('64879f7d6b96.1.d3', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t2', 'deadline', '2025年底前', NULL, NULL, '2025-12-31', NULL, NULL, NULL, NULL, NULL, FALSE, TRUE, '', 76, 83);
INSERT INTO dates VALUES ('64879f7d6b96.1.d4', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m2', '64879f7d6b96.1.m2t1', 'deadline', '2024年6月底前', NULL, NULL, '2024-06-30', NULL, NULL, NULL, NULL, NULL, TRUE, FALSE, '', 115, 124);
CREATE TABLE quantities (
  quantity_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  section_id VARCHAR,
  measure_id VARCHAR,
  task_id VARCHAR,
  surface VARCHAR NOT NULL,
  subject VARCHAR,
  comparator VARCHAR NOT NULL CHECK (comparator IN ('=', '>=', '<=', '>', '<', '~', 'range')),
  low DOUBLE,
  high DOUBLE,
  unit VARCHAR NOT NULL,
  per VARCHAR,
  rule VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (quantity_id)
);
COMMENT ON TABLE quantities IS '数量：目标值及其上下限，万、亿已乘出';
COMMENT ON COLUMN quantities.quantity_id IS '数量编号';
COMMENT ON COLUMN quantities.document_id IS '文件编号';
COMMENT ON COLUMN quantities.section_id IS '章节编号';
COMMENT ON COLUMN quantities.measure_id IS '举措编号';
COMMENT ON COLUMN quantities.task_id IS '任务编号';
COMMENT ON COLUMN quantities.surface IS '原文';
COMMENT ON COLUMN quantities.subject IS '对象';
COMMENT ON COLUMN quantities.comparator IS '比较（= | >= | <= | > | < | ~ | range）';
COMMENT ON COLUMN quantities.low IS '下限：空为不限';
COMMENT ON COLUMN quantities.high IS '上限：空为不限';
COMMENT ON COLUMN quantities.unit IS '计量单位';
COMMENT ON COLUMN quantities.per IS '每：比率的基数，如每万人';
COMMENT ON COLUMN quantities.rule IS '规则：读出此项的规则名';
COMMENT ON COLUMN quantities.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN quantities.char_end IS '终止字符：不含';
INSERT INTO quantities VALUES ('64879f7d6b96.1.q1', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t1', '30公里以上', '清淤', '>=', 30.0, NULL, '公里', NULL, '', 38, 44);
INSERT INTO quantities VALUES ('64879f7d6b96.1.q2', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m1', '64879f7d6b96.1.m1t2', '20座', '闸站', '=', 20.0, 20.0, '座', NULL, '', 85, 88);
INSERT INTO quantities VALUES ('64879f7d6b96.1.q3', '64879f7d6b96.1', '64879f7d6b96.1.s2', '64879f7d6b96.1.m2', '64879f7d6b96.1.m2t1', '95%', '清运率', '=', 95.0, 95.0, '%', NULL, '', 129, 132);
CREATE TABLE indicators (
  indicator_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  table_title VARCHAR NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
  name VARCHAR NOT NULL,
  unit VARCHAR,
  baseline_year INTEGER,
  baseline VARCHAR,
  target_year INTEGER,
  target VARCHAR,
  nature VARCHAR,
  PRIMARY KEY (indicator_id)
);
COMMENT ON TABLE indicators IS '指标：指标表中的一行';
COMMENT ON COLUMN indicators.indicator_id IS '指标编号';
COMMENT ON COLUMN indicators.document_id IS '文件编号';
COMMENT ON COLUMN indicators.table_title IS '表题';
COMMENT ON COLUMN indicators.ordinal IS '序号：从 1 起';
COMMENT ON COLUMN indicators.name IS '指标名称';
COMMENT ON COLUMN indicators.unit IS '计量单位';
COMMENT ON COLUMN indicators.baseline_year IS '基期年';
COMMENT ON COLUMN indicators.baseline IS '基期值';
COMMENT ON COLUMN indicators.target_year IS '目标年';
COMMENT ON COLUMN indicators.target IS '目标值';
COMMENT ON COLUMN indicators.nature IS '属性：约束性或预期性';
INSERT INTO indicators VALUES ('64879f7d6b96.1.i1', '64879f7d6b96.1', '主要指标', 1, '水面清洁率', '%', 2021, '80', 2025, '95', '约束性');
CREATE TABLE citations (
  citation_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  measure_id VARCHAR,
  title VARCHAR,
  doc_number VARCHAR,
  cited_document_id VARCHAR,
  char_start INTEGER NOT NULL CHECK (char_start >= 0),
  char_end INTEGER NOT NULL CHECK (char_end >= 0),
  PRIMARY KEY (citation_id)
);
COMMENT ON TABLE citations IS '引用：正文提到的文件';
COMMENT ON COLUMN citations.citation_id IS '引用编号';
COMMENT ON COLUMN citations.document_id IS '文件编号';
COMMENT ON COLUMN citations.measure_id IS '举措编号';
COMMENT ON COLUMN citations.title IS '被引文件标题';
COMMENT ON COLUMN citations.doc_number IS '被引文件发文字号';
COMMENT ON COLUMN citations.cited_document_id IS '被引文件编号：在库时填写';
COMMENT ON COLUMN citations.char_start IS '起始字符：在 documents.text 中从 0 起';
COMMENT ON COLUMN citations.char_end IS '终止字符：不含';
INSERT INTO citations VALUES ('64879f7d6b96.1.c1', '64879f7d6b96.1', '64879f7d6b96.1.m3', '云溪市节水条例', NULL, NULL, 160, 169);
CREATE TABLE terms (
  term_id VARCHAR NOT NULL,
  document_id VARCHAR NOT NULL,
  term VARCHAR NOT NULL,
  definition VARCHAR NOT NULL,
  PRIMARY KEY (term_id)
);
COMMENT ON TABLE terms IS '术语：名词解释';
COMMENT ON COLUMN terms.term_id IS '术语编号';
COMMENT ON COLUMN terms.document_id IS '文件编号';
COMMENT ON COLUMN terms.term IS '术语';
COMMENT ON COLUMN terms.definition IS '释义';
INSERT INTO terms VALUES ('64879f7d6b96.2.g1', '64879f7d6b96.2', '河湖清洁', '水面无漂浮物');
CREATE TABLE findings (
  finding_id VARCHAR NOT NULL,
  source_id VARCHAR NOT NULL,
  document_id VARCHAR,
  measure_id VARCHAR,
  code VARCHAR NOT NULL,
  severity VARCHAR NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  message VARCHAR NOT NULL,
  line_no INTEGER CHECK (line_no >= 1),
  PRIMARY KEY (finding_id)
);
COMMENT ON TABLE findings IS '待核问题：读不出或疑似有误、需人工查看之处';
COMMENT ON COLUMN findings.finding_id IS '问题编号';
COMMENT ON COLUMN findings.source_id IS '来源编号';
COMMENT ON COLUMN findings.document_id IS '文件编号';
COMMENT ON COLUMN findings.measure_id IS '举措编号';
COMMENT ON COLUMN findings.code IS '代码';
COMMENT ON COLUMN findings.severity IS '程度（error | warning | info）';
COMMENT ON COLUMN findings.message IS '说明';
COMMENT ON COLUMN findings.line_no IS '行号';
INSERT INTO findings VALUES ('000000000000.f1', '000000000000', NULL, NULL, 'unreadable', 'error', 'The file is empty; leave it out.', NULL);
INSERT INTO findings VALUES ('64879f7d6b96.f1', '64879f7d6b96', '64879f7d6b96.1', '64879f7d6b96.1.m1', 'date_impossible', 'warning', '每年31日前 is no date.', 9);
INSERT INTO findings VALUES ('64879f7d6b96.f2', '64879f7d6b96', NULL, NULL, 'encoding', 'info', 'Read as GB 18030.', NULL);
CREATE OR REPLACE VIEW section_tree AS
WITH RECURSIVE tree AS (
  SELECT section_id, section_id AS ancestor_id FROM sections
  UNION ALL
  SELECT tree.section_id, s.parent_id
  FROM tree JOIN sections s ON s.section_id = tree.ancestor_id
  WHERE s.parent_id IS NOT NULL
)
SELECT section_id, ancestor_id FROM tree
;
COMMENT ON VIEW section_tree IS '章节上下级：每个章节与包含它的各级章节（含自身）一行';
COMMENT ON COLUMN section_tree.section_id IS '章节编号';
COMMENT ON COLUMN section_tree.ancestor_id IS '上级章节编号：含自身';
CREATE OR REPLACE VIEW task_units AS
-- An assignment speaks for the tasks of what it is placed on: its task, else its measure, else its section
-- with all sections below. A unit named twice in one role on one task counts once, at its nearest place.
WITH spoken_for AS (
  SELECT t.task_id, t.measure_id, t.document_id, a.unit_id, a.role, 1 AS level, a.ordinal, a.char_start, a.basis
  FROM assignments a JOIN tasks t ON t.task_id = a.task_id
  UNION ALL
  SELECT t.task_id, t.measure_id, t.document_id, a.unit_id, a.role, 2, a.ordinal, a.char_start, a.basis
  FROM assignments a JOIN tasks t ON t.measure_id = a.measure_id
  WHERE a.task_id IS NULL
  UNION ALL
  SELECT t.task_id, t.measure_id, t.document_id, a.unit_id, a.role, 3, a.ordinal, a.char_start, 'section'
  FROM assignments a
  JOIN section_tree tree ON tree.ancestor_id = a.section_id
  JOIN measures m ON m.section_id = tree.section_id
  JOIN tasks t ON t.measure_id = m.measure_id
  WHERE a.task_id IS NULL AND a.measure_id IS NULL
), nearest AS (
  SELECT task_id, measure_id, document_id, unit_id, role, min((level, char_start, ordinal, basis)) AS place
  FROM spoken_for
  GROUP BY ALL
)
SELECT
  n.task_id,
  n.measure_id,
  n.document_id,
  n.unit_id,
  u.name AS unit,
  n.role,
  n.place[1] AS level,
  n.place[4] AS basis,
  CAST(row_number() OVER (PARTITION BY n.task_id ORDER BY n.place, n.role, u.name) AS INTEGER) AS position
FROM nearest n
JOIN units u ON u.unit_id = n.unit_id
JOIN documents d ON d.document_id = n.document_id
WHERE d.is_preferred
;
COMMENT ON VIEW task_units IS '任务单位：每项任务的每个单位的每个角色一行；任务自身的注释、举措的注释、各级章节末的注释都算';
COMMENT ON COLUMN task_units.task_id IS '任务编号';
COMMENT ON COLUMN task_units.measure_id IS '举措编号';
COMMENT ON COLUMN task_units.document_id IS '文件编号';
COMMENT ON COLUMN task_units.unit_id IS '单位编号';
COMMENT ON COLUMN task_units.unit IS '单位';
COMMENT ON COLUMN task_units.role IS '角色';
COMMENT ON COLUMN task_units.level IS '注释所在：1 任务，2 举措，3 章节';
COMMENT ON COLUMN task_units.basis IS '依据：stated 本处，section 章节末，standing 前文统一说明';
COMMENT ON COLUMN task_units.position IS '印出顺序';
CREATE OR REPLACE VIEW task_dates AS
-- A sibling task's date says nothing about this one, and a section's date (到2025年，… in its intro) is a goal of the
-- section: neither is taken.
WITH due AS (
  SELECT x.date_id, x.measure_id, x.task_id, x.kind, x.surface, x.due_on, x.char_start
  FROM dates x JOIN documents d ON d.document_id = x.document_id
  WHERE x.kind IN ('deadline', 'recurrence') AND d.is_preferred
)
SELECT task_id, date_id, kind, surface, due_on, char_start, 'task' AS level
FROM due
WHERE task_id IS NOT NULL
UNION ALL
SELECT t.task_id, due.date_id, due.kind, due.surface, due.due_on, due.char_start, 'measure' AS level
FROM due JOIN tasks t ON t.measure_id = due.measure_id
WHERE due.task_id IS NULL
  AND t.task_id NOT IN (SELECT own.task_id FROM due own WHERE own.task_id IS NOT NULL)
;
COMMENT ON VIEW task_dates IS '任务期限：每项任务的期限与周期；任务自身没有期限和周期的，取举措中不属于任何任务的期限和周期';
COMMENT ON COLUMN task_dates.task_id IS '任务编号';
COMMENT ON COLUMN task_dates.date_id IS '时间编号';
COMMENT ON COLUMN task_dates.kind IS '类别';
COMMENT ON COLUMN task_dates.surface IS '原文';
COMMENT ON COLUMN task_dates.due_on IS '最迟完成日';
COMMENT ON COLUMN task_dates.char_start IS '起始字符';
COMMENT ON COLUMN task_dates.level IS '期限所在：task 任务，measure 举措';
CREATE OR REPLACE VIEW ledger AS
WITH who AS (
  SELECT
    task_id,
    string_agg(unit, '、' ORDER BY first) FILTER (is_lead) AS leads,
    string_agg(unit, '、' ORDER BY first) FILTER (NOT is_lead) AS others
  FROM (
    SELECT task_id, unit_id, unit, min(position) AS first, bool_or(role = 'lead') AS is_lead
    FROM task_units
    GROUP BY ALL
  )
  GROUP BY task_id
), due AS (
  SELECT
    task_id,
    min(due_on) AS due_on,
    max(due_on) AS last_due_on,
    any_value(level) AS level,
    string_agg(surface, '；' ORDER BY char_start) FILTER (kind = 'recurrence') AS recurrence
  FROM task_dates
  GROUP BY task_id
), what AS (
  SELECT
    task_id,
    string_agg(coalesce(subject || '：', '') || surface || coalesce('（每' || ltrim(per, '每') || '）', ''), '；' ORDER BY char_start)
      AS targets
  FROM quantities
  WHERE task_id IS NOT NULL
  GROUP BY task_id
), printed AS (
  -- the first line that ends after the task begins
  SELECT t.task_id, l.page
  FROM tasks t
  ASOF JOIN (SELECT document_id, char_end, page FROM lines WHERE char_end > char_start) l
    ON t.document_id = l.document_id AND t.char_start < l.char_end
)
SELECT
  row_number() OVER (ORDER BY src.name, src.source_id, d.ordinal, t.char_start, t.task_id) AS ordinal,
  coalesce(d.title, src.name) AS plan,
  m.path,
  s.heading AS section,
  coalesce(t.title, m.title) AS title,
  t.text,
  who.leads,
  who.others,
  due.due_on,
  due.last_due_on,
  due.level AS due_level,
  due.recurrence,
  what.targets,
  coalesce(printed.page, m.page_start) AS page,
  src.name AS source,
  d.doc_number,
  d.region,
  d.issued_on,
  d.document_id,
  m.measure_id,
  t.task_id
FROM tasks t
JOIN measures m ON m.measure_id = t.measure_id
JOIN documents d ON d.document_id = t.document_id
JOIN sources src ON src.source_id = d.source_id
LEFT JOIN sections s ON s.section_id = m.section_id
LEFT JOIN who ON who.task_id = t.task_id
LEFT JOIN due ON due.task_id = t.task_id
LEFT JOIN what ON what.task_id = t.task_id
LEFT JOIN printed ON printed.task_id = t.task_id
WHERE d.is_preferred
;
COMMENT ON VIEW ledger IS '台账：每项任务一行';
COMMENT ON COLUMN ledger.ordinal IS '总序号：按来源文件、文件、印出顺序';
COMMENT ON COLUMN ledger.plan IS '计划：文件标题，无标题的为文件名';
COMMENT ON COLUMN ledger.path IS '编号';
COMMENT ON COLUMN ledger.section IS '所在章节';
COMMENT ON COLUMN ledger.title IS '标题：任务的标题，没有的取举措的标题';
COMMENT ON COLUMN ledger.text IS '任务：不含责任注释';
COMMENT ON COLUMN ledger.leads IS '牵头单位：以顿号相连';
COMMENT ON COLUMN ledger.others IS '责任单位：牵头单位以外的单位：责任、参加、配合、指导、督办，以顿号相连';
COMMENT ON COLUMN ledger.due_on IS '完成时限：最早的一个期限；任务自身没有的取举措的';
COMMENT ON COLUMN ledger.last_due_on IS '最后时限：最晚的一个期限';
COMMENT ON COLUMN ledger.due_level IS '时限所在：task 任务，measure 举措';
COMMENT ON COLUMN ledger.recurrence IS '周期：原文，以分号相连';
COMMENT ON COLUMN ledger.targets IS '目标：对象与数值的原文，以分号相连';
COMMENT ON COLUMN ledger.page IS '来源页码';
COMMENT ON COLUMN ledger.source IS '来源文件';
COMMENT ON COLUMN ledger.doc_number IS '发文字号';
COMMENT ON COLUMN ledger.region IS '地区';
COMMENT ON COLUMN ledger.issued_on IS '成文日期';
COMMENT ON COLUMN ledger.document_id IS '文件编号';
COMMENT ON COLUMN ledger.measure_id IS '举措编号';
COMMENT ON COLUMN ledger.task_id IS '任务编号';
CREATE OR REPLACE VIEW deadlines AS
WITH acting AS (
  -- a date of a task has that task's units, a date of a measure those of all its tasks
  SELECT x.date_id, tu.unit, tu.role, (tu.level, 0, tu.position) AS position
  FROM dates x JOIN task_units tu ON tu.task_id = x.task_id
  UNION ALL
  SELECT x.date_id, tu.unit, tu.role, (tu.level, t.ordinal, tu.position)
  FROM dates x JOIN task_units tu ON tu.measure_id = x.measure_id JOIN tasks t ON t.task_id = tu.task_id
  WHERE x.task_id IS NULL
), who AS (
  SELECT
    date_id,
    string_agg(unit, '、' ORDER BY first, unit) FILTER (is_lead) AS leads,
    string_agg(unit, '、' ORDER BY first, unit) FILTER (NOT is_lead) AS others
  FROM (
    SELECT date_id, unit, min(position) AS first, bool_or(role = 'lead') AS is_lead
    FROM acting
    GROUP BY ALL
  )
  GROUP BY date_id
), printed AS (
  SELECT x.date_id, l.page
  FROM dates x
  ASOF JOIN (SELECT document_id, char_end, page FROM lines WHERE char_end > char_start) l
    ON x.document_id = l.document_id AND x.char_start < l.char_end
)
SELECT
  x.due_on,
  x.surface,
  x.kind,
  x.rrule,
  coalesce(d.title, src.name) AS plan,
  coalesce(m.path, s.path) AS path,
  coalesce(t.title, m.title, s.heading) AS title,
  who.leads,
  who.others,
  x.year_is_inferred,
  x.is_ambiguous,
  CASE
    WHEN x.task_id IS NOT NULL THEN 'task'
    WHEN x.measure_id IS NOT NULL THEN 'measure'
    WHEN x.section_id IS NOT NULL THEN 'section'
    ELSE 'document'
  END AS level,
  coalesce(printed.page, m.page_start, d.page_start) AS page,
  src.name AS source,
  x.document_id,
  x.measure_id,
  x.task_id,
  x.date_id
FROM dates x
JOIN documents d ON d.document_id = x.document_id
JOIN sources src ON src.source_id = d.source_id
LEFT JOIN sections s ON s.section_id = x.section_id
LEFT JOIN measures m ON m.measure_id = x.measure_id
LEFT JOIN tasks t ON t.task_id = x.task_id
LEFT JOIN who ON who.date_id = x.date_id
LEFT JOIN printed ON printed.date_id = x.date_id
WHERE d.is_preferred AND x.kind IN ('deadline', 'recurrence')
ORDER BY x.due_on NULLS LAST, src.name, x.document_id, x.char_start
;
COMMENT ON VIEW deadlines IS '期限表：每个期限或周期一行，按最迟完成日排列';
COMMENT ON COLUMN deadlines.due_on IS '最迟完成日：只有周期的为空';
COMMENT ON COLUMN deadlines.surface IS '时限原文';
COMMENT ON COLUMN deadlines.kind IS '类别：deadline 期限，recurrence 周期';
COMMENT ON COLUMN deadlines.rrule IS '周期规则：RFC 5545 RRULE';
COMMENT ON COLUMN deadlines.plan IS '计划：文件标题，无标题的为文件名';
COMMENT ON COLUMN deadlines.path IS '编号';
COMMENT ON COLUMN deadlines.title IS '标题：任务、举措或章节的标题';
COMMENT ON COLUMN deadlines.leads IS '牵头单位：以顿号相连';
COMMENT ON COLUMN deadlines.others IS '责任单位：牵头单位以外的单位：责任、参加、配合、指导、督办，以顿号相连';
COMMENT ON COLUMN deadlines.year_is_inferred IS '年份为推定';
COMMENT ON COLUMN deadlines.is_ambiguous IS '有歧义';
COMMENT ON COLUMN deadlines.level IS '所在：task 任务，measure 举措，section 章节，document 文件';
COMMENT ON COLUMN deadlines.page IS '来源页码';
COMMENT ON COLUMN deadlines.source IS '来源文件';
COMMENT ON COLUMN deadlines.document_id IS '文件编号';
COMMENT ON COLUMN deadlines.measure_id IS '举措编号';
COMMENT ON COLUMN deadlines.task_id IS '任务编号';
COMMENT ON COLUMN deadlines.date_id IS '时间编号';
CREATE OR REPLACE VIEW unit_workload AS
WITH due AS (
  SELECT task_id, min(due_on) AS first_due_on, max(due_on) AS last_due_on
  FROM task_dates
  GROUP BY task_id
)
SELECT
  u.unit_id,
  u.name AS unit,
  u.region,
  u.kind,
  u.is_collective,
  count(DISTINCT d.plan_id) AS plans,
  count(DISTINCT tu.task_id) AS tasks,
  count(DISTINCT tu.task_id) FILTER (tu.role = 'lead') AS lead_tasks,
  count(DISTINCT tu.task_id) FILTER (tu.role = 'responsible') AS responsible_tasks,
  count(DISTINCT tu.task_id) FILTER (tu.role NOT IN ('lead', 'responsible')) AS other_tasks,
  count(DISTINCT tu.task_id) FILTER (due.first_due_on IS NOT NULL) AS dated_tasks,
  min(due.first_due_on) AS first_due_on,
  max(due.last_due_on) AS last_due_on
FROM task_units tu
JOIN units u ON u.unit_id = tu.unit_id
JOIN documents d ON d.document_id = tu.document_id
LEFT JOIN due ON due.task_id = tu.task_id
GROUP BY u.unit_id, u.name, u.region, u.kind, u.is_collective
ORDER BY tasks DESC, unit, u.unit_id
;
COMMENT ON VIEW unit_workload IS '单位任务量：每个单位一行';
COMMENT ON COLUMN unit_workload.unit_id IS '单位编号';
COMMENT ON COLUMN unit_workload.unit IS '单位';
COMMENT ON COLUMN unit_workload.region IS '地区';
COMMENT ON COLUMN unit_workload.kind IS '单位类别';
COMMENT ON COLUMN unit_workload.is_collective IS '是否泛称';
COMMENT ON COLUMN unit_workload.plans IS '计划数';
COMMENT ON COLUMN unit_workload.tasks IS '任务数：一项任务有几个角色也只计一次';
COMMENT ON COLUMN unit_workload.lead_tasks IS '牵头任务数';
COMMENT ON COLUMN unit_workload.responsible_tasks IS '责任任务数';
COMMENT ON COLUMN unit_workload.other_tasks IS '其他任务数：参加、配合、指导、督办';
COMMENT ON COLUMN unit_workload.dated_tasks IS '有时限的任务数';
COMMENT ON COLUMN unit_workload.first_due_on IS '最早时限';
COMMENT ON COLUMN unit_workload.last_due_on IS '最晚时限';
CREATE OR REPLACE VIEW section_units AS
SELECT
  d.document_id,
  coalesce(d.title, src.name) AS plan,
  s.section_id,
  s.path,
  s.heading,
  tu.unit_id,
  tu.unit,
  tu.role,
  tu.basis,
  count(DISTINCT tu.task_id) AS tasks
FROM task_units tu
JOIN measures m ON m.measure_id = tu.measure_id
JOIN section_tree tree ON tree.section_id = m.section_id
JOIN sections s ON s.section_id = tree.ancestor_id
JOIN documents d ON d.document_id = s.document_id
JOIN sources src ON src.source_id = d.source_id
GROUP BY ALL
ORDER BY plan, d.document_id, min(s.ordinal), tasks DESC, tu.unit, tu.role, tu.basis
;
COMMENT ON VIEW section_units IS '章节单位：每个章节的每个单位的每个角色一行，含各级下级章节的任务';
COMMENT ON COLUMN section_units.document_id IS '文件编号';
COMMENT ON COLUMN section_units.plan IS '计划：文件标题，无标题的为文件名';
COMMENT ON COLUMN section_units.section_id IS '章节编号';
COMMENT ON COLUMN section_units.path IS '编号';
COMMENT ON COLUMN section_units.heading IS '章节标题';
COMMENT ON COLUMN section_units.unit_id IS '单位编号';
COMMENT ON COLUMN section_units.unit IS '单位';
COMMENT ON COLUMN section_units.role IS '角色';
COMMENT ON COLUMN section_units.basis IS '依据：stated 任务自身，section 章节末，standing 前文统一说明';
COMMENT ON COLUMN section_units.tasks IS '任务数';
