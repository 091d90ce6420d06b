//! Characters of names that are written in two ways: the traditional form and the simplified one.

/// Each traditional character with its simplified form, in the order of code points.
///
/// Left out on purpose are characters whose simplified form is another name's own (於 and 于, 範 and 范, 餘 and 余, 薑 and 姜,
/// 鍾 and 钟): taking those for one would make two people one.
const PAIRS: &[(&str, &str)] = &[
    (
        "並亂亞來侖倉們倫偉傑傘備傳僅儀億優儲兒內冊凍凱別刪則剛創劃劇劉劍勁動務勛",
        "并乱亚来仑仓们伦伟杰伞备传仅仪亿优储儿内册冻凯别删则刚创划剧刘剑劲动务勋",
    ),
    (
        "勝勞勢勳勵勸匯協卻厙厭厲參吳呂員啟喚喬單嗎嗚嘆嘗嘯噴嚇嚴國圍園圓圖團執堅",
        "胜劳势勋励劝汇协却厍厌厉参吴吕员启唤乔单吗呜叹尝啸喷吓严国围园圆图团执坚",
    ),
    (
        "堯報場塊塵墜墳壇壓壞壟壯壽夠夢夾奧奪奮妝婁婦媽嫻嬋嬌嬰孫學宮實寧審寫寬寶",
        "尧报场块尘坠坟坛压坏垄壮寿够梦夹奥夺奋妆娄妇妈娴婵娇婴孙学宫实宁审写宽宝",
    ),
    (
        "尋對導層屬岡島峽嶸嶺帥師帳帶幣幫庫廟廠廢廣廬廳張強彈彌彎徑從復徹悅惡惱愛",
        "寻对导层属冈岛峡嵘岭帅师帐带币帮库庙厂废广庐厅张强弹弥弯径从复彻悦恶恼爱",
    ),
    (
        "態慣慮憂憐憫憲憶懇應懷懸戀戰戲戶掃掛揚揮損搶撥撫撲擁擇擊據擬擴攜數斂斷時",
        "态惯虑忧怜悯宪忆恳应怀悬恋战戏户扫挂扬挥损抢拨抚扑拥择击据拟扩携数敛断时",
    ),
    (
        "晉暈暢暫曆曉曠書會東條棟棧楊楓業極榮構槍樂樓標樣樹樺橋機橫檔檢櫃櫻權欒歐",
        "晋晕畅暂历晓旷书会东条栋栈杨枫业极荣构枪乐楼标样树桦桥机横档检柜樱权栾欧",
    ),
    (
        "歡歲歷歸殘殺殼氣沒況涼淨淩淪淵淺減渦測渾湊湯準溝溫滄滅滬滲滾滿漁漢漲漿潑",
        "欢岁历归残杀壳气没况凉净凌沦渊浅减涡测浑凑汤准沟温沧灭沪渗滚满渔汉涨浆泼",
    ),
    (
        "潔潤潰澤濁濃濕濟濤濱瀝瀟瀾灑灘灝灣烏無煉煙煥煩熱燁燈燒燙營爍爐爭爺爾牽猶",
        "洁润溃泽浊浓湿济涛滨沥潇澜洒滩灏湾乌无炼烟焕烦热烨灯烧烫营烁炉争爷尔牵犹",
    ),
    (
        "獅獎獨獲獸現琺瑤瑩瑪環璽瓊瓏產畢畫當疇疊瘋療發皺盡監盤盧眾睜瞞矯碩確礎祿",
        "狮奖独获兽现珐瑶莹玛环玺琼珑产毕画当畴叠疯疗发皱尽监盘卢众睁瞒矫硕确础禄",
    ),
    (
        "禪禮種稱積穎穩窮竅競筆節築簡籃糧糾紀紅紋納純紗紛紡細紳紹終組結絕絡絢給絨",
        "禅礼种称积颖稳穷窍竞笔节筑简篮粮纠纪红纹纳纯纱纷纺细绅绍终组结绝络绚给绒",
    ),
    (
        "統絲絹綁綏經綠維綱綸綺綻綿緊緒線緣編緩緯練縣縱縵總績繆織繞繡繪繼續纓罰羅",
        "统丝绢绑绥经绿维纲纶绮绽绵紧绪线缘编缓纬练县纵缦总绩缪织绕绣绘继续缨罚罗",
    ),
    (
        "羨義習翹聖聞聯聰聲聶聽肅脈腸膚膽臉臟興舊艙艷莊莖莢華萬葉葒葦葷蒞蒼蓋蓮蔣",
        "羡义习翘圣闻联聪声聂听肃脉肠肤胆脸脏兴旧舱艳庄茎荚华万叶荭苇荤莅苍盖莲蒋",
    ),
    (
        "蔥蕩蕭薊薦薩藍藝藥藹藺蘆蘇蘊蘋蘭處號蝦蟲蠶術衛衝補裝襯襲見規視親覺覽觀訂",
        "葱荡萧蓟荐萨蓝艺药蔼蔺芦苏蕴苹兰处号虾虫蚕术卫冲补装衬袭见规视亲觉览观订",
    ),
    (
        "計討訓記訪設許訴評詞詠詢試詩話該詳誌認語誠誦誰課誼調談請諒論諧諸諾謀謙講",
        "计讨训记访设许诉评词咏询试诗话该详志认语诚诵谁课谊调谈请谅论谐诸诺谋谦讲",
    ),
    (
        "謝謹證識譚譜譯議護譽讀變讓豈豐豔貝貞負財貢貨貫責貴買費賀賁賈賓賢賣質賴購",
        "谢谨证识谭谱译议护誉读变让岂丰艳贝贞负财贡货贯责贵买费贺贲贾宾贤卖质赖购",
    ),
    (
        "賽贊贏趙踐躍車軍軒軟較載輔輕輛輝輪輯輸轄辦辭農這連進遊運過達違遜遞遠適遲",
        "赛赞赢赵践跃车军轩软较载辅轻辆辉轮辑输辖办辞农这连进游运过达违逊递远适迟",
    ),
    (
        "遷選遺遼邁還邇邊邏郟郵鄉鄒鄔鄧鄭鄰酈醫釋針鈄鈕鈞鈴鉅鉑銀銘銳鋒鋭鋼錄錚錢",
        "迁选遗辽迈还迩边逻郏邮乡邹邬邓郑邻郦医释针钭钮钧铃钜铂银铭锐锋锐钢录铮钱",
    ),
    (
        "錦錫錯鍵鎖鎮鏡鐘鐵鑑鑒長門閃開閏間閔閣閩閱閻闊關闞陝陣陰陳陸陽隊階際隨險",
        "锦锡错键锁镇镜钟铁鉴鉴长门闪开闰间闵阁闽阅阎阔关阚陕阵阴陈陆阳队阶际随险",
    ),
    (
        "隴雋雖雙雜雞離難雲電霧霽靈靜鞏韋韓韻響頂頃項順須頌頎預頓領頤頭頻顆題額顏",
        "陇隽虽双杂鸡离难云电雾霁灵静巩韦韩韵响顶顷项顺须颂颀预顿领颐头频颗题额颜",
    ),
    (
        "願類顧顯風飄飆飛飯飲養饒馬馮馳駐駒駝駱駿騫騰驊驍驕驚驥髮魚魯鮑鮮鯉鳳鴻鵑",
        "愿类顾显风飘飙飞饭饮养饶马冯驰驻驹驼骆骏骞腾骅骁骄惊骥发鱼鲁鲍鲜鲤凤鸿鹃",
    ),
    ("鵬鶯鶴鷗鷹鸞麗麥麴麼黃點黨齊齋齡龍龐龔龜", "鹏莺鹤鸥鹰鸾丽麦曲么黄点党齐斋龄龙庞龚龟"),
];

/// The simplified form of a character; itself, where it has none or is one.
pub(super) fn simplified(character: char) -> char {
    if !matches!(character, '\u{4e00}'..='\u{9fff}') {
        return character;
    }
    let in_range = |traditional: &str| {
        let first = traditional.chars().next();
        let last = traditional.chars().next_back();
        first.is_some_and(|first| first <= character) && last.is_some_and(|last| character <= last)
    };
    let Some((traditional, simple)) = PAIRS.iter().find(|(traditional, _)| in_range(traditional)) else {
        return character;
    };
    let place = traditional.chars().position(|known| known == character);
    place.and_then(|place| simple.chars().nth(place)).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_a_pair_and_the_list_is_in_order() {
        let mut before = '\0';
        for (traditional, simple) in PAIRS {
            assert_eq!(traditional.chars().count(), simple.chars().count(), "{traditional}");
            for (one, other) in traditional.chars().zip(simple.chars()) {
                assert!(before < one, "{one} is out of order");
                assert_eq!(simplified(one), other);
                assert_eq!(simplified(other), other, "{other} is simplified already");
                before = one;
            }
        }
    }
}
